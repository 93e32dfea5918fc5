using EspNet.Interop.Tests.Support;
using EspNet.Sockets;
using EspNet.Tls;

namespace EspNet.Interop.Tests.Tls;

/// <summary>Which servers are trusted, and how the others are named: every certificate against openssl, as server.</summary>
[TestClass]
public sealed class VerificationTests : IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly byte[] _buffer = new byte[64];
    private OpenSslServer? _server;

    public void Dispose()
    {
        _server?.Dispose();
        _authority.Dispose();
    }

    [TestMethod]
    public void A_server_of_a_trusted_authority_is_talked_to() => Talks(_authority.Server("localhost"));

    [TestMethod]
    public void A_server_with_an_RSA_key_is_talked_to() =>
        Talks(_authority.Issue(new CertificateWish { Names = ["localhost"], Key = TestKey.Rsa }));

    [TestMethod]
    public void An_authority_may_be_given_as_DER()
    {
        Serve(new ServerTls(_authority.Server("localhost")));

        Talk(new TlsOptions { CaCertificates = TlsCertificates.FromDer(_authority.RootDer) }, "localhost");
    }

    [TestMethod]
    public void Several_authorities_may_be_given()
    {
        using TestAuthority other = new("Other");
        Serve(new ServerTls(_authority.Server("localhost")));

        Talk(new TlsOptions { CaCertificates = TlsCertificates.FromPem(other.RootPem + _authority.RootPem) }, "localhost");
        Talk(new TlsOptions { CaCertificates = TlsCertificates.FromDer([other.RootDer, _authority.RootDer]) }, "localhost");
    }

    [TestMethod]
    public void A_server_that_signed_its_own_certificate_is_talked_to_when_that_certificate_is_trusted()
    {
        TestCertificate own = _authority.SelfSigned("localhost");
        Serve(new ServerTls(own));

        Talk(new TlsOptions { CaCertificates = TlsCertificates.FromPem(own.CertificatePem) }, "localhost");
    }

    [TestMethod]
    public void An_address_in_the_certificate_is_as_good_as_a_name()
    {
        Serve(new ServerTls(_authority.Server("127.0.0.1")));

        Talk(Trusting(), "127.0.0.1");
    }

    [TestMethod]
    public void A_wildcard_stands_for_one_label()
    {
        Serve(new ServerTls(_authority.Server("*.devices.localhost")));

        Talk(Trusting(), "broker.devices.localhost");
        Assert.AreEqual(TlsError.WrongHost, Fails(Trusting(), "a.broker.devices.localhost").TlsError);
    }

    [TestMethod]
    public void The_server_name_of_the_options_is_what_must_stand_in_the_certificate()
    {
        Serve(new ServerTls(_authority.Server("broker.example")));
        TlsOptions options = Trusting();
        options.ServerName = "broker.example";

        Talk(options, "127.0.0.1");
    }

    [TestMethod]
    public void An_expired_certificate_is_named_so() => Rejects(TlsError.Expired, _authority.Expired("localhost"));

    [TestMethod]
    public void A_certificate_of_tomorrow_is_named_so() => Rejects(TlsError.NotYetValid, _authority.NotYetValid("localhost"));

    [TestMethod]
    public void A_certificate_for_another_host_is_named_so() => Rejects(TlsError.WrongHost, _authority.Server("elsewhere.example"));

    [TestMethod]
    public void A_certificate_for_another_address_is_named_so()
    {
        Serve(new ServerTls(_authority.Server("127.0.0.2", "localhost")));

        Assert.AreEqual(TlsError.WrongHost, Fails(Trusting(), "127.0.0.1").TlsError);
    }

    [TestMethod]
    public void A_common_name_without_an_alternative_name_is_not_enough()
    {
        // RFC 9525, section 6.3: the common name does not count.
        Rejects(TlsError.WrongHost, _authority.Issue(new CertificateWish { CommonName = "broker.example", Names = ["other.example"] }));
    }

    [TestMethod]
    public void A_self_signed_certificate_is_named_so() => Rejects(TlsError.SelfSigned, _authority.SelfSigned("localhost"));

    [TestMethod]
    public void An_unknown_root_is_named_so_also_when_it_has_the_name_of_a_trusted_one()
    {
        using TestAuthority impostor = new();
        Rejects(TlsError.UnknownAuthority, impostor.Server("localhost"));
    }

    [TestMethod]
    public void The_message_names_the_host()
    {
        using TestAuthority impostor = new();
        Serve(new ServerTls(impostor.Server("localhost")));

        StringAssert.Contains(Fails(Trusting(), "localhost").Message, "The handshake with localhost failed");
    }

    [TestMethod]
    public void A_missing_intermediate_certificate_is_an_unknown_authority()
    {
        Serve(new ServerTls(_authority.Server("localhost")) { SendsIntermediate = false });

        TlsException failure = Fails(Trusting(), "localhost");

        Assert.AreEqual(TlsError.UnknownAuthority, failure.TlsError);
        StringAssert.Contains(failure.Message, "intermediate");
    }

    [TestMethod]
    public void A_certificate_for_clients_is_of_no_use_to_a_server()
    {
        Rejects(
            TlsError.CertificateUnusable,
            _authority.Issue(new CertificateWish { Names = ["localhost"], Purpose = CertificatePurpose.Client }));
    }

    [TestMethod]
    public void Of_several_faults_the_authority_is_named_first()
    {
        using TestAuthority unknown = new("Unknown");
        Rejects(TlsError.UnknownAuthority, unknown.Expired("elsewhere.example"));
    }

    [TestMethod]
    public void Without_certificates_the_authorities_of_the_PC_count()
    {
        Serve(new ServerTls(_authority.Server("localhost")));

        Assert.AreEqual(TlsError.UnknownAuthority, Fails(new TlsOptions(), "localhost").TlsError);
    }

    [TestMethod]
    public void Skipping_the_verification_accepts_anything_and_says_so_each_time()
    {
        Serve(new ServerTls(_authority.Expired("elsewhere.example")));
        TextWriter before = Console.Out;
        using StringWriter console = new();
        Console.SetOut(console);
        try
        {
            Talk(new TlsOptions { InsecureSkipVerification = true }, "localhost");
            Talk(new TlsOptions { InsecureSkipVerification = true }, "localhost");
        }
        finally
        {
            Console.SetOut(before);
        }

        string[] warnings = Array.FindAll(console.ToString().Split('\n'), line => line.Contains("WARNING", StringComparison.Ordinal));
        Assert.HasCount(2, warnings);
        StringAssert.Contains(warnings[0], "localhost");
        StringAssert.Contains(warnings[0], "InsecureSkipVerification");
    }

    private TlsOptions Trusting() => new() { CaCertificates = TlsCertificates.FromPem(_authority.RootPem) };

    private void Serve(ServerTls tls) => _server = OpenSslServer.Start(tls);

    private void Talks(TestCertificate certificate)
    {
        Serve(new ServerTls(certificate));
        Talk(Trusting(), "localhost");
    }

    private void Rejects(TlsError expected, TestCertificate certificate)
    {
        Serve(new ServerTls(certificate));
        TlsException failure = Fails(Trusting(), "localhost");

        Assert.AreEqual(expected, failure.TlsError, failure.Message);
        Assert.AreEqual(TransportError.HandshakeFailed, failure.Error);
    }

    /// <summary>The server turns each line around.</summary>
    private void Talk(TlsOptions options, string host)
    {
        using TlsTransport transport = new(options);
        transport.Connect(host, _server!.Port);
        transport.WriteAll("abc\n"u8.ToArray());
        transport.ReadExactly(_buffer, 0, 4, Patience.Milliseconds);
        Assert.AreEqual("cba\n", System.Text.Encoding.ASCII.GetString(_buffer, 0, 4));
    }

    private TlsException Fails(TlsOptions options, string host)
    {
        int open = SocketBudget.Open;
        TlsTransport transport = new(options);
        TlsException failure = Assert.ThrowsExactly<TlsException>(() => transport.Connect(host, _server!.Port));
        Assert.AreEqual(open, SocketBudget.Open, "The socket is still there.");
        return failure;
    }
}
