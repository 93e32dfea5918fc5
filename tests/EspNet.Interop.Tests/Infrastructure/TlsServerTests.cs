using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using EspNet.Bench.Tests;
using EspNet.Interop.Tests.Mqtt.Support;

namespace EspNet.Interop.Tests.Infrastructure;

/// <summary>The TLS servers of the tests, asked by openssl's client and mosquitto's.</summary>
[TestClass]
public sealed class TlsServerTests : IDisposable
{
    private const string Get = "GET " + NginxServer.TextPath + " HTTP/1.0\r\n\r\n";

    private readonly TestAuthority _authority = new();

    [TestMethod]
    public void OpenSsl_sends_lines_back_reversed()
    {
        using OpenSslServer server = OpenSslServer.Start(Good());

        Tool client = Ask(server, "hello\nCLOSE\n");

        Assert.AreEqual(0, client.ExitCode, client.Output);
        StringAssert.Contains(client.Output, "olleh", StringComparison.Ordinal);
    }

    [TestMethod]
    public void OpenSsl_has_a_page_about_the_connection()
    {
        using OpenSslServer server = OpenSslServer.Start(Good(), OpenSslMode.StatusPage);

        StringAssert.Contains(Ask(server, "GET / HTTP/1.0\r\n\r\n").Output, "HTTP/1.0 200", StringComparison.Ordinal);
    }

    [TestMethod]
    public void OpenSsl_leads_a_conversation()
    {
        using OpenSslServer server = OpenSslServer.Start(Good(), OpenSslMode.Conversation);
        using var connection = new TcpClient("127.0.0.1", server.Port) { ReceiveTimeout = Patience.Milliseconds };
        using var client = new SslStream(connection.GetStream());
        client.AuthenticateAsClient(new SslClientAuthenticationOptions
        {
            TargetHost = "127.0.0.1",
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { _authority.Root },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        });
        client.Write("from the client\n"u8);

        server.Log.AwaitFirst(line => line == "from the client");
        server.Send("from the server");

        using var reader = new StreamReader(client);
        Assert.AreEqual("from the server", reader.ReadLine());
    }

    [TestMethod]
    public void OpenSsl_serves_one_client_after_another_and_again_after_a_restart()
    {
        using OpenSslServer server = OpenSslServer.Start(Good());
        Ask(server, "one\nCLOSE\n");
        StringAssert.Contains(Ask(server, "two\nCLOSE\n").Output, "owt", StringComparison.Ordinal);

        server.Restart();

        StringAssert.Contains(Ask(server, "three\nCLOSE\n").Output, "eerht", StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow(TlsVersions.Tls10, "-tls1")]
    [DataRow(TlsVersions.Tls11, "-tls1_1")]
    [DataRow(TlsVersions.Tls12, "-tls1_2")]
    [DataRow(TlsVersions.Tls13, "-tls1_3")]
    public void OpenSsl_and_nginx_speak_exactly_the_version_they_are_told(object version, string option)
    {
        ServerTls tls = Good() with { Versions = (TlsVersions)version };
        using OpenSslServer openssl = OpenSslServer.Start(tls);
        using NginxServer nginx = NginxServer.Start(tls);
        foreach (string asked in (string[])["-tls1", "-tls1_1", "-tls1_2", "-tls1_3"])
        {
            string[] arguments = [asked, "-cipher", ServerTls.AnyCipher];

            Assert.AreEqual(asked == option, Ask(openssl, "hello\nCLOSE\n", arguments).ExitCode == 0, $"openssl {asked}");
            Assert.AreEqual(asked == option, Ask(nginx, Get, arguments).ExitCode == 0, $"nginx {asked}");
        }
    }

    [TestMethod]
    public void OpenSsl_and_nginx_send_their_certificate_and_the_intermediate_once_each()
    {
        using OpenSslServer openssl = OpenSslServer.Start(Good());
        using NginxServer nginx = NginxServer.Start(Good());

        Assert.AreEqual(2, CountSent(Ask(openssl, "CLOSE\n", "-showcerts")));
        Assert.AreEqual(2, CountSent(Ask(nginx, Get, "-showcerts")));

        static int CountSent(Tool client) => client.Output.Split("-----BEGIN CERTIFICATE-----").Length - 1;
    }

    [TestMethod]
    public void OpenSsl_and_nginx_send_the_intermediate_only_if_told()
    {
        ServerTls without = Good() with { SendsIntermediate = false };
        using OpenSslServer openssl = OpenSslServer.Start(without);
        using NginxServer nginx = NginxServer.Start(without);

        StringAssert.Contains(Ask(openssl, "CLOSE\n").Output, "unable to get local issuer certificate", StringComparison.Ordinal);
        StringAssert.Contains(Ask(nginx, Get).Output, "unable to get local issuer certificate", StringComparison.Ordinal);
    }

    [TestMethod]
    public void OpenSsl_demands_a_client_certificate_of_the_root_it_was_given()
    {
        using OpenSslServer server = OpenSslServer.Start(Good() with { ClientAuthority = _authority });

        AssertDemanded(arguments => Ask(server, "hello\nCLOSE\n", arguments), "olleh");
    }

    [TestMethod]
    public void Nginx_demands_a_client_certificate_of_the_root_it_was_given()
    {
        using NginxServer server = NginxServer.Start(Good() with { ClientAuthority = _authority });

        AssertDemanded(arguments => Ask(server, Get, arguments), NginxServer.Text);

        server.Log.AwaitFirst(line => line.StartsWith("GET /text 200 TLSv1.3 . CN=device-1", StringComparison.Ordinal));
    }

    [TestMethod]
    public void Nginx_answers_with_its_text_with_and_without_TLS_and_serves_files()
    {
        using NginxServer secure = NginxServer.Start(Good());
        using NginxServer plain = NginxServer.Start();
        File.WriteAllText(Path.Combine(plain.RootFolder, "file"), "a file");
        using var client = new HttpClient();

        StringAssert.Contains(Ask(secure, Get).Output, NginxServer.Text, StringComparison.Ordinal);
        Assert.AreEqual(NginxServer.Text, client.GetStringAsync(new Uri($"http://127.0.0.1:{plain.Port}{NginxServer.TextPath}")).GetAwaiter().GetResult());
        Assert.AreEqual("a file", client.GetStringAsync(new Uri($"http://127.0.0.1:{plain.Port}/file")).GetAwaiter().GetResult());
    }

    [TestMethod]
    public void Mosquitto_delivers_over_TLS()
    {
        using MosquittoBroker broker = MosquittoBroker.Start(tls: Good());

        MosquittoTool.Publish(broker.Port, "--cafile", _authority.RootFile, "-t", "a", "-m", "kept", "-r", "-q", "1");
        using MosquittoTool subscriber = MosquittoTool.Start("mosquitto_sub", broker.Port, "--cafile", _authority.RootFile, "-t", "a", "-C", "1");

        CollectionAssert.AreEqual((string[])["kept"], subscriber.Finish());
    }

    [TestMethod]
    public void Mosquitto_demands_a_client_certificate_of_the_root_it_was_given()
    {
        using MosquittoBroker broker = MosquittoBroker.Start(tls: Good() with { ClientAuthority = _authority });
        TestCertificate device = _authority.Client("device-1");

        MosquittoTool.Publish(broker.Port, "--cafile", _authority.RootFile, "--cert", device.ChainFile, "--key", device.KeyFile, "-t", "a", "-m", "x", "-q", "1");

        Tool without = Tool.Run(
            "mosquitto_pub",
            MosquittoTool.Packages,
            ["-h", "127.0.0.1", "-p", $"{broker.Port}", "--cafile", _authority.RootFile, "-t", "a", "-m", "x"]);
        Assert.AreNotEqual(0, without.ExitCode);
    }

    [TestMethod]
    [DataRow(TlsVersions.Tls11 | TlsVersions.Tls12 | TlsVersions.Tls13, "-tls1_1", null)]
    [DataRow(TlsVersions.Tls12 | TlsVersions.Tls13, "-tls1_2", "-tls1_1")]
    [DataRow(TlsVersions.Tls13, "-tls1_3", "-tls1_2")]
    public void Mosquitto_speaks_no_version_below_its_lowest(object versions, string lowest, string? below)
    {
        using MosquittoBroker broker = MosquittoBroker.Start(tls: Good() with { Versions = (TlsVersions)versions });

        Assert.DoesNotContain("Cipher is (NONE)", Greet(lowest));
        if (below != null)
        {
            StringAssert.Contains(Greet(below), "Cipher is (NONE)", StringComparison.Ordinal);
        }

        // mosquitto ends a connection that does not begin with CONNECT.
        string Greet(string version) => Ask(broker, "no MQTT\n", version, "-cipher", ServerTls.AnyCipher).Output;
    }

    public void Dispose() => _authority.Dispose();

    private ServerTls Good() => new(_authority.Server("127.0.0.1"));

    private Tool Ask(RealServer server, string input, params string[] arguments) => Tool.OpenSslClient(
        server,
        input,
        ["-CAfile", _authority.RootFile, "-verify_return_error", "-verify_ip", "127.0.0.1", .. arguments]);

    private void AssertDemanded(Func<string[], Tool> ask, string answer)
    {
        using var other = new TestAuthority();
        TestCertificate device = _authority.Client("device-1");
        TestCertificate stranger = other.Client("device-1");

        StringAssert.Contains(ask(["-cert", device.CertificateFile, "-cert_chain", device.IntermediateFile!, "-key", device.KeyFile]).Output, answer, StringComparison.Ordinal);
        Assert.DoesNotContain(answer, ask([]).Output);
        Assert.DoesNotContain(answer, ask(["-cert", stranger.CertificateFile, "-cert_chain", stranger.IntermediateFile!, "-key", stranger.KeyFile]).Output);
    }
}
