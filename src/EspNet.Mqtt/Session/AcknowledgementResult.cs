namespace EspNet.Mqtt.Session;

/// <summary>What an acknowledgement meant.</summary>
internal enum AcknowledgementResult
{
    /// <summary>Nothing was sent that it could answer.</summary>
    Unsolicited = 0,

    /// <summary>It was expected; the exchange goes on.</summary>
    Accepted,

    /// <summary>The message has come to its end.</summary>
    Completed,

    /// <summary>The message has come to its end after its caller had given up.</summary>
    Released,
}
