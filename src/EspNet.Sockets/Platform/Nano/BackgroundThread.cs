using System.Threading;

namespace EspNet.Sockets;

/// <summary>A library's own thread on the device, which knows neither background threads nor names.</summary>
internal static class BackgroundThread
{
    internal static Thread Create(ThreadStart run, string name) => new Thread(run);
}
