using System.Threading;

namespace EspNet.Sockets;

/// <summary>A library's own thread on the PC.</summary>
internal static class BackgroundThread
{
    /// <summary>In the background: what was not stopped or disposed does not keep the process alive.</summary>
    internal static Thread Create(ThreadStart run, string name) => new Thread(run) { IsBackground = true, Name = name };
}
