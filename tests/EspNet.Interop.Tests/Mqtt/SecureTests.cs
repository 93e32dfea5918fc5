using System.Text;
using EspNet.Interop.Tests.Mqtt.Support;
using EspNet.Interop.Tests.Support;
using EspNet.Mqtt;
using EspNet.Tls;

namespace EspNet.Interop.Tests.Mqtt;

/// <summary>MQTT over TLS: mqtts:// against a mosquitto with certificates made here.</summary>
[TestClass]
public sealed class SecureTests : IDisposable
{
    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [TestMethod]
    [DataRow(MqttQos.AtMostOnce)]
    [DataRow(MqttQos.AtLeastOnce)]
    [DataRow(MqttQos.ExactlyOnce)]
    public void Messages_pass_both_ways(MqttQos qos)
    {
        using MosquittoBroker broker = Start(clientAuthority: null);
        using TestClient client = TestClient.Connect(Options(broker));
        client.Client.Subscribe("echo", qos);

        for (int i = 0; i < 20; i++)
        {
            client.Client.Publish("echo", Encoding.UTF8.GetBytes("message " + i), qos);
        }

        client.Messages.Await(20);
        CollectionAssert.AreEqual(Enumerable.Range(0, 20).Select(i => "message " + i).ToArray(), client.Texts);
    }

    [TestMethod]
    public void A_message_of_64_KB_arrives_whole()
    {
        using MosquittoBroker broker = Start(clientAuthority: null);
        MqttClientOptions options = Options(broker);
        options.Network.ReceiveBufferSize = 65_536;
        options.Network.MaximumPacketSize = 70_000;
        options.Outbox.MaximumBytes = 80_000;
        using TestClient client = TestClient.Connect(options);
        client.Client.Subscribe("large", MqttQos.AtLeastOnce);
        byte[] payload = new byte[65_000];
        new Random(3).NextBytes(payload);

        client.Client.Publish("large", payload, MqttQos.AtLeastOnce);

        CollectionAssert.AreEqual(payload, client.Messages.Await(1)[0].Payload);
    }

    [TestMethod]
    public void A_device_with_a_certificate_is_let_in_and_one_without_is_told_why_not()
    {
        using MosquittoBroker broker = Start(_authority);
        TestCertificate device = _authority.Client("device");
        MqttClientOptions options = Options(broker);
        options.Network.Tls.Identity = TlsIdentity.FromPem(device.ChainPem, device.KeyPem);
        using TestClient client = TestClient.Connect(options);
        client.Client.Publish("a", [1], MqttQos.AtLeastOnce);

        using var stranger = new TestClient(Options(broker));
        stranger.Client.Start();

        MqttDisconnectedEventArgs refused = stranger.Disconnects.Await(1)[0];
        Assert.AreEqual(TlsError.ClientCertificateRefused, ((TlsException)refused.Exception!).TlsError);
        StringAssert.Contains(refused.Message, "certificate");
    }

    [TestMethod]
    public void A_broker_that_is_not_trusted_gets_no_credentials_and_the_reason_is_typed()
    {
        using var other = new TestAuthority("Other");
        using MosquittoBroker broker = Start(clientAuthority: null);
        MqttClientOptions options = Options(broker);
        options.Network.Tls.CaCertificates = TlsCertificates.FromPem(other.RootPem);
        options.Network.Backoff = new EspNet.Sockets.BackoffOptions { LongestDelay = 70_000 };
        using var client = new TestClient(options);

        client.Client.Start();

        MqttDisconnectedEventArgs refused = client.Disconnects.Await(1)[0];
        Assert.AreEqual(MqttDisconnectReason.ConnectError, refused.Reason);
        Assert.AreEqual(TlsError.UnknownAuthority, ((TlsException)refused.Exception!).TlsError);
        StringAssert.Contains(refused.Message, "CaCertificates");
        Assert.AreEqual(70_000, refused.RetryDelay, "A handshake is dear, and the next one will fail as well.");
        Assert.AreEqual(0, client.Connects.Count);
    }

    [TestMethod]
    public void A_URI_with_mqtts_connects_securely()
    {
        using MosquittoBroker broker = Start(clientAuthority: null);
        var options = new MqttClientOptions($"mqtts://localhost:{broker.Port}");
        options.Network.Tls.CaCertificates = TlsCertificates.FromPem(_authority.RootPem);

        using TestClient client = TestClient.Connect(options);

        client.Client.Publish("a", [1], MqttQos.AtLeastOnce);
        Assert.AreEqual(0, client.Disconnects.Count);
    }

    [TestMethod]
    public void After_a_restart_of_the_broker_the_client_is_back_and_nothing_is_lost()
    {
        using MosquittoBroker broker = Start(clientAuthority: null);
        using TestClient client = TestClient.Connect(Options(broker, clean: false));
        client.Client.Subscribe("up", MqttQos.AtLeastOnce);
        client.Client.Publish("up", "before"u8.ToArray(), MqttQos.AtLeastOnce);
        client.Messages.Await(1);

        broker.Stop();
        client.Disconnects.Await(1);
        client.Client.Enqueue("up", "meanwhile"u8.ToArray(), MqttQos.AtLeastOnce);
        broker.Run();

        client.Connects.Await(2);
        client.Messages.Await(2);
        CollectionAssert.AreEqual(new[] { "before", "meanwhile" }, client.Texts);
    }

    [TestMethod]
    public void The_connect_timeout_holds_for_the_handshake_too()
    {
        using var server = new SilentServer();
        var options = new MqttClientOptions($"mqtts://127.0.0.1:{server.Port}");
        options.Network.ConnectTimeout = 300;
        options.Network.Tls.HandshakeTimeout = 600_000;
        using var client = new TestClient(options);

        client.Client.Start();

        MqttDisconnectedEventArgs failed = client.Disconnects.Await(1)[0];
        Assert.AreEqual(MqttDisconnectReason.ConnectError, failed.Reason);
        Assert.AreEqual(TlsError.TimedOut, ((TlsException)failed.Exception!).TlsError);
    }

    [TestMethod]
    public void What_was_to_go_over_TLS_never_goes_in_the_clear()
    {
        using var server = new SilentServer();
        var options = new MqttClientOptions($"mqtts://user:secret@127.0.0.1:{server.Port}");
        options.Network.ConnectTimeout = 200;
        options.Network.Backoff = EspNet.Sockets.BackoffOptions.Fixed(20);
        using var client = new TestClient(options);
        client.Client.Start();
        client.Disconnects.Await(1);

        options.Broker.Scheme = "wss"; // Between two attempts, so nothing has checked it.

        client.Disconnects.AwaitFirst(e => e.Exception is MqttException { Error: MqttError.InvalidOptions });
        int connections = server.Connections.Count;
        client.Disconnects.Await(client.Disconnects.Count + 2);
        Assert.AreEqual(connections, server.Connections.Count);
    }

    [TestMethod]
    public void A_silent_connection_is_kept_alive_by_pings()
    {
        using MosquittoBroker broker = Start(clientAuthority: null);
        MqttClientOptions options = Options(broker);
        options.Session.KeepAlive = 1;
        using TestClient client = TestClient.Connect(options);

        // mosquitto ends a connection that was silent for one and a half times the keep-alive.
        Assert.IsFalse(SpinWait.SpinUntil(() => client.Disconnects.Count > 0, 4_000));

        client.Client.Publish("a", [1], MqttQos.AtLeastOnce);
    }

    private MosquittoBroker Start(TestAuthority? clientAuthority) => MosquittoBroker.Start(
        tls: new ServerTls(_authority.Server("localhost")) { ClientAuthority = clientAuthority });

    private MqttClientOptions Options(MosquittoBroker broker, bool clean = true)
    {
        MqttClientOptions options = TestClient.Options(broker.Port, clean: clean);
        options.Broker.Scheme = "mqtts";
        options.Broker.Host = "localhost";
        options.Network.Tls.CaCertificates = TlsCertificates.FromPem(_authority.RootPem);
        return options;
    }
}
