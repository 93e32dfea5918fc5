using EspNet.Http.Protocol;
using EspNet.Sockets;

namespace EspNet.Http.Internal;

/// <summary>A connection after its change to another protocol: first come the bytes that were received with the response.</summary>
internal sealed class UpgradedTransport : ITransport
{
    private readonly ITransport _transport;
    private readonly HttpReader _reader;

    internal UpgradedTransport(ITransport transport, HttpReader reader)
    {
        _transport = transport;
        _reader = reader;
    }

    public int Read(byte[] buffer, int offset, int count, int timeoutMilliseconds)
    {
        if (_reader.Buffered == 0)
        {
            return _transport.Read(buffer, offset, count, timeoutMilliseconds);
        }

        Arguments.CheckRange(buffer, offset, count, 1);
        return _reader.TakeBuffered(buffer, offset, count);
    }

    public void Write(byte[] buffer, int offset, int count) => _transport.Write(buffer, offset, count);

    public bool Poll(TransportPoll mode, int timeoutMilliseconds) =>
        (mode == TransportPoll.Read && _reader.Buffered > 0) || _transport.Poll(mode, timeoutMilliseconds);

    public void Close() => _transport.Close();

    public void Abort() => _transport.Abort();

    public void Dispose() => _transport.Dispose();
}
