namespace EspNet.Mqtt.Internal;

/// <summary>An event on its way to the application.</summary>
internal sealed class ClientEvent
{
    internal readonly ClientEventKind Kind;
    internal int Number;
    internal bool Flag;
    internal MqttError Error;
    internal object? Data;

    internal ClientEvent(ClientEventKind kind)
    {
        Kind = kind;
    }
}
