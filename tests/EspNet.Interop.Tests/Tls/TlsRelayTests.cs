using EspNet.Bench.Tcp;
using EspNet.Interop.Tests.Support;
using EspNet.Sockets;
using EspNet.Tls;

namespace EspNet.Interop.Tests.Tls;

/// <summary>TLS over a way that makes the faults of a network, with openssl at its end.</summary>
[TestClass]
public sealed class TlsRelayTests : IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly OpenSslServer _server;
    private readonly TcpRelay _relay;
    private readonly byte[] _buffer = new byte[64];

    public TlsRelayTests()
    {
        _server = OpenSslServer.Start(new ServerTls(_authority.Server("localhost")));
        _relay = new TcpRelay("127.0.0.1", _server.Port);
        _relay.Start();
    }

    public void Dispose()
    {
        _relay.Dispose();
        _server.Dispose();
        _authority.Dispose();
    }

    [TestMethod]
    public void Records_that_come_in_single_bytes_are_put_together()
    {
        _relay.Faults.ChunkSize = 1;
        using TlsTransport transport = Connect();

        Talk(transport);
    }

    [TestMethod]
    public void A_handshake_that_is_cut_off_at_any_point_is_closed_by_the_peer()
    {
        foreach (int bytes in (int[])[0, 1, 5, 100, 700])
        {
            _relay.Faults.CutAfter(bytes, RelayDirection.ToClient);

            TlsException failure = Assert.ThrowsExactly<TlsException>(Connect);

            Assert.AreEqual(TlsError.ClosedByPeer, failure.TlsError, $"{bytes}: {failure.Message}");
        }

        _relay.Faults.Clear();
        using TlsTransport transport = Connect();
        Talk(transport);
    }

    [TestMethod]
    public void In_a_black_hole_a_read_times_out_and_a_new_handshake_too()
    {
        using TlsTransport transport = Connect();
        Talk(transport);
        _relay.Faults.Drop(RelayDirection.Both);

        transport.WriteAll("abc\n"u8.ToArray());
        Assert.AreEqual(Transport.TimedOut, transport.Read(_buffer, 0, 1, 100));
        Assert.AreEqual(TlsError.TimedOut, Assert.ThrowsExactly<TlsException>(() => Connect(300)).TlsError);
    }

    [TestMethod]
    public void A_reset_between_two_records_is_a_reset()
    {
        using TlsTransport transport = Connect();
        Talk(transport);

        _relay.Faults.Reset();

        TransportException failure = Assert.Throws<TransportException>(() => transport.Read(_buffer, 0, 1, Patience.Milliseconds));
        Assert.AreEqual(TransportError.Reset, failure.Error);
    }

    private TlsTransport Connect() => Connect(Patience.Milliseconds);

    private TlsTransport Connect(int handshakeTimeout)
    {
        TlsTransport transport = new(new TlsOptions
        {
            CaCertificates = TlsCertificates.FromPem(_authority.RootPem),
            HandshakeTimeout = handshakeTimeout,
        });
        transport.Connect("localhost", _relay.Port);
        return transport;
    }

    /// <summary>The server turns each line around.</summary>
    private void Talk(TlsTransport transport)
    {
        transport.WriteAll("abc\n"u8.ToArray());
        transport.ReadExactly(_buffer, 0, 4, Patience.Milliseconds);
        Assert.AreEqual("cba\n", System.Text.Encoding.ASCII.GetString(_buffer, 0, 4));
    }
}
