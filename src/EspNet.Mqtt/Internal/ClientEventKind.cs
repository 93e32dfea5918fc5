namespace EspNet.Mqtt.Internal;

/// <summary>Which event it is.</summary>
internal enum ClientEventKind
{
    Connected,
    Disconnected,
    Message,
    Published,
    PublishFailed,
    Subscribed,
    Warning,
}
