using System.Threading;

namespace EspNet.Mqtt.Internal;

/// <summary>The client's thread on the PC.</summary>
internal static class ClientThread
{
    /// <summary>In the background: a client that was not disposed does not keep the process alive.</summary>
    internal static Thread Create(ThreadStart run) => new Thread(run) { IsBackground = true, Name = "MQTT client" };
}
