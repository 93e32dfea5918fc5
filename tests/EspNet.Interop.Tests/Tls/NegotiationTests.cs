using EspNet.Interop.Tests.Support;
using EspNet.Sockets;
using EspNet.Tls;

namespace EspNet.Interop.Tests.Tls;

/// <summary>Versions, client certificates, and servers that are none.</summary>
[TestClass]
public sealed class NegotiationTests : IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly byte[] _buffer = new byte[64];
    private readonly List<IDisposable> _used = [];

    public void Dispose()
    {
        _used.ForEach(used => used.Dispose());
        _authority.Dispose();
    }

    [TestMethod]
    [DataRow((int)TlsVersions.Tls12)]
    [DataRow((int)TlsVersions.Tls13)]
    public void A_server_of_one_current_version_is_talked_to(int version)
    {
        OpenSslServer server = Serve((TlsVersions)version);

        Talk(Trusting(), server.Port);
    }

    [TestMethod]
    [DataRow((int)TlsVersions.Tls10)]
    [DataRow((int)TlsVersions.Tls11)]
    public void A_server_of_an_old_version_is_refused(int version)
    {
        OpenSslServer server = Serve((TlsVersions)version);

        TlsException failure = Fails(Trusting(), server.Port);

        Assert.AreEqual(TlsError.ProtocolMismatch, failure.TlsError, failure.Message);
    }

    [TestMethod]
    public void TLS_1_3_may_be_demanded()
    {
        TlsOptions options = Trusting();
        options.MinimumVersion = TlsVersion.Tls13;

        Assert.AreEqual(TlsError.ProtocolMismatch, Fails(options, Serve(TlsVersions.Tls12).Port).TlsError);
        Talk(options, Serve(TlsVersions.Tls12 | TlsVersions.Tls13).Port);
    }

    [TestMethod]
    [DataRow((int)TlsVersions.Tls12)]
    [DataRow((int)TlsVersions.Tls13)]
    public void A_server_that_wants_a_client_certificate_is_talked_to_with_one(int version)
    {
        OpenSslServer server = ServeMutually((TlsVersions)version);
        TestCertificate client = _authority.Client("device");
        TlsOptions options = Trusting();

        options.Identity = TlsIdentity.FromPem(client.ChainPem, client.KeyPem, null);
        Talk(options, server.Port);
    }

    [TestMethod]
    public void A_client_certificate_may_be_given_as_DER_and_with_an_encrypted_key()
    {
        OpenSslServer server = ServeMutually(TlsVersions.Tls13);
        TestCertificate client = _authority.Issue(
            new CertificateWish { CommonName = "device", Purpose = CertificatePurpose.Client, Signer = CertificateSigner.Root });
        using System.Security.Cryptography.ECDsa key = System.Security.Cryptography.ECDsa.Create();
        key.ImportFromPem(client.KeyPem);
        System.Security.Cryptography.PbeParameters encryption = new(
            System.Security.Cryptography.PbeEncryptionAlgorithm.Aes256Cbc, System.Security.Cryptography.HashAlgorithmName.SHA256, 1_000);
        TlsOptions options = Trusting();

        foreach (TlsIdentity identity in (TlsIdentity[])
        [
            TlsIdentity.FromDer(client.Der, key.ExportPkcs8PrivateKey(), null),
            TlsIdentity.FromDer(client.Der, key.ExportECPrivateKey(), null),
            TlsIdentity.FromDer(client.Der, key.ExportEncryptedPkcs8PrivateKey("secret", encryption), "secret"),
            TlsIdentity.FromPem(client.CertificatePem, key.ExportEncryptedPkcs8PrivateKeyPem("secret", encryption), "secret"),
        ])
        {
            options.Identity = identity;
            Talk(options, server.Port);
        }
    }

    [TestMethod]
    [DataRow((int)TlsVersions.Tls12)]
    [DataRow((int)TlsVersions.Tls13)]
    public void A_missing_client_certificate_is_named_at_the_handshake_or_with_TLS_1_3_at_the_first_read(int version)
    {
        OpenSslServer server = ServeMutually((TlsVersions)version);

        TlsException failure = FailsByTheFirstRead(Trusting(), server.Port);

        Assert.AreEqual(TlsError.ClientCertificateRefused, failure.TlsError, failure.Message);
        StringAssert.Contains(failure.Message, "Identity");
    }

    [TestMethod]
    [DataRow((int)TlsVersions.Tls12)]
    [DataRow((int)TlsVersions.Tls13)]
    public void A_client_certificate_of_another_authority_is_refused_by_name(int version)
    {
        using TestAuthority other = new("Other");
        TestCertificate client = other.Client("device");
        OpenSslServer server = ServeMutually((TlsVersions)version);
        TlsOptions options = Trusting();
        options.Identity = TlsIdentity.FromPem(client.ChainPem, client.KeyPem, null);

        TlsException failure = FailsByTheFirstRead(options, server.Port);

        Assert.AreEqual(TlsError.ClientCertificateRefused, failure.TlsError, failure.Message);
        Assert.AreNotEqual(0, failure.NativeErrorCode, "The number of the alert.");
    }

    [TestMethod]
    public void A_certificate_and_a_key_that_do_not_belong_together_are_refused_before_anything_is_sent()
    {
        using SilentServer server = new();
        TlsOptions options = Trusting();
        options.Identity = TlsIdentity.FromPem(_authority.Client("one").ChainPem, _authority.Client("two").KeyPem, null);

        Assert.AreEqual(TlsError.BadCertificate, Fails(options, server.Port).TlsError);
    }

    [TestMethod]
    public void nginx_answers_over_TLS()
    {
        NginxServer server = Own(NginxServer.Start(new ServerTls(_authority.Server("localhost"))));
        using TlsTransport transport = new(Trusting());
        transport.Connect("localhost", server.Port);

        transport.WriteAll(System.Text.Encoding.ASCII.GetBytes($"GET {NginxServer.TextPath} HTTP/1.0\r\nHost: localhost\r\n\r\n"));

        Assert.Contains(NginxServer.Text, ReadToEnd(transport));
    }

    [TestMethod]
    public void A_server_that_does_not_speak_TLS_is_named_so()
    {
        NginxServer plain = Own(NginxServer.Start());

        TlsException failure = Fails(Trusting(), plain.Port);

        Assert.AreEqual(TlsError.ProtocolMismatch, failure.TlsError, failure.Message);
    }

    [TestMethod]
    public void The_devices_stored_certificate_does_not_exist_on_a_PC()
    {
        using SilentServer server = new();

        TlsException failure = Fails(new TlsOptions { UseDeviceCertificate = true }, server.Port);

        Assert.AreEqual(TlsError.NotSupported, failure.TlsError);
        Assert.AreEqual(TransportError.NotSupported, failure.Error);
    }

    private static string ReadToEnd(TlsTransport transport)
    {
        byte[] buffer = new byte[1024];
        System.Text.StringBuilder text = new();
        int read;
        while ((read = transport.Read(buffer, 0, buffer.Length, Patience.Milliseconds)) > 0)
        {
            text.Append(System.Text.Encoding.ASCII.GetString(buffer, 0, read));
        }

        Assert.AreEqual(Transport.EndOfStream, read);
        return text.ToString();
    }

    private TlsOptions Trusting() => new() { CaCertificates = TlsCertificates.FromPem(_authority.RootPem) };

    private T Own<T>(T used)
        where T : IDisposable
    {
        _used.Add(used);
        return used;
    }

    private OpenSslServer Serve(TlsVersions versions)
    {
        // RSA, because the old versions know nothing else by default.
        TestCertificate certificate = _authority.Issue(new CertificateWish { Names = ["localhost"], Key = TestKey.Rsa });
        return Own(OpenSslServer.Start(new ServerTls(certificate) { Versions = versions }));
    }

    private OpenSslServer ServeMutually(TlsVersions versions) => Own(OpenSslServer.Start(
        new ServerTls(_authority.Server("localhost")) { Versions = versions, ClientAuthority = _authority }));

    private void Talk(TlsOptions options, int port)
    {
        using TlsTransport transport = new(options);
        transport.Connect("localhost", port);
        TalkOver(transport);
    }

    private void TalkOver(TlsTransport transport)
    {
        transport.WriteAll("abc\n"u8.ToArray());
        transport.ReadExactly(_buffer, 0, 4, Patience.Milliseconds);
        Assert.AreEqual("cba\n", System.Text.Encoding.ASCII.GetString(_buffer, 0, 4));
    }

    private static TlsException Fails(TlsOptions options, int port)
    {
        int open = SocketBudget.Open;
        TlsException failure = Assert.ThrowsExactly<TlsException>(() => new TlsTransport(options).Connect("localhost", port));
        Assert.AreEqual(open, SocketBudget.Open, "The socket is still there.");
        return failure;
    }

    private TlsException FailsByTheFirstRead(TlsOptions options, int port)
    {
        using TlsTransport transport = new(options);
        return Assert.ThrowsExactly<TlsException>(() =>
        {
            transport.Connect("localhost", port);
            transport.Read(_buffer, 0, 1, Patience.Milliseconds);
        });
    }
}
