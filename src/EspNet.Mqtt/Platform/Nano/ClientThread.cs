using System.Threading;

namespace EspNet.Mqtt.Internal;

/// <summary>The client's thread on the device, which knows neither background threads nor names.</summary>
internal static class ClientThread
{
    internal static Thread Create(ThreadStart run) => new Thread(run);
}
