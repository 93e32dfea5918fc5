using EspNet.Sockets;

namespace EspNet.Interop.Tests.Http.Support;

/// <summary>A transport that says when it begins to connect, and is refused when it is let go or aborted.</summary>
internal sealed class HeldTransport : IClientTransport
{
    private readonly ManualResetEventSlim _isLetGo = new();

    /// <summary>Set when it begins to connect.</summary>
    internal ManualResetEventSlim IsConnecting { get; } = new();

    /// <summary>Lets the connection be refused.</summary>
    public void Abort() => _isLetGo.Set();

    public void Close() => Abort();

    public void Dispose() => Abort();

    public void Connect(string host, int port)
    {
        IsConnecting.Set();
        Assert.IsTrue(_isLetGo.Wait(Patience.Milliseconds));
        throw new TransportException(TransportError.Refused, "Refused by a test.");
    }

    public bool Poll(TransportPoll mode, int timeoutMilliseconds) => throw new NotSupportedException();

    public int Read(byte[] buffer, int offset, int count, int timeoutMilliseconds) => throw new NotSupportedException();

    public void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
