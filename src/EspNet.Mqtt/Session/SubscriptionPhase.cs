namespace EspNet.Mqtt.Session;

/// <summary>Where a subscription stands.</summary>
internal enum SubscriptionPhase
{
    /// <summary>SUBSCRIBE is to be sent.</summary>
    SubscribeDue = 0,

    /// <summary>SUBACK is awaited.</summary>
    AwaitSuback,

    /// <summary>The broker has it.</summary>
    Active,

    /// <summary>The broker refused it; it is asked again in the next session.</summary>
    Refused,

    /// <summary>UNSUBSCRIBE is to be sent.</summary>
    UnsubscribeDue,

    /// <summary>UNSUBACK is awaited.</summary>
    AwaitUnsuback,

    /// <summary>Gone.</summary>
    Removed,
}
