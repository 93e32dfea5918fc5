using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using EspNet.Interop.Tests.Sockets;
using EspNet.Interop.Tests.Support;
using EspNet.Sockets;
using EspNet.Tests;
using EspNet.Tls;

namespace EspNet.Interop.Tests.Tls;

/// <summary>Transports under test, and .NET's SslStream on a plain socket as their peer.</summary>
public abstract class TlsTest : IDisposable
{
    private protected readonly TestAuthority _authority = new();
    private protected readonly TestCertificate _certificate;
    private protected readonly Loopback _listener = new();
    private protected readonly byte[] _buffer = new byte[1024];
    private protected readonly List<IDisposable> _used = [];
    private protected HoldingStream? _network;
    private protected bool _asksForCertificate;

    protected TlsTest() => _certificate = _authority.Server("localhost");

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _used.ForEach(used => used.Dispose());
        _listener.Dispose();
        _authority.Dispose();
    }

    private protected TlsOptions Trusting() => new() { CaCertificates = TlsCertificates.FromPem(_authority.RootPem) };

    private protected TlsOptions ForServer() => new() { Identity = TlsIdentity.FromPem(_certificate.ChainPem, _certificate.KeyPem, null) };

    private protected SslStream Authenticate(Socket socket)
    {
        _network = new HoldingStream(new NetworkStream(socket, true));
        SslStream stream = new(_network);
        _used.Add(stream);
        stream.AuthenticateAsServer(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(_certificate.Certificate, [_authority.Intermediate], true),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ClientCertificateRequired = _asksForCertificate,
            RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is null,
        });
        return stream;
    }

    private protected (TlsTransport Transport, SslStream Peer) Connect(TcpOptions? tcp = null) => Connect(out _, tcp);

    private protected (TlsTransport Transport, SslStream Peer) Connect(out Socket socket, TcpOptions? tcp = null)
    {
        Socket? accepted = null;
        SslStream? peer = null;
        Background server = new(() =>
        {
            accepted = _listener.Accept();
            peer = Authenticate(accepted);
        });
        TlsTransport transport = new(Trusting(), tcp);
        _used.Add(transport);
        transport.Connect("localhost", _listener.Port);
        server.Returns();
        socket = accepted!;
        return (transport, peer!);
    }
}
