using EspNet.Interop.Tests.Mqtt.Support;
using EspNet.Mqtt;
using EspNet.Sockets;

namespace EspNet.Interop.Tests.Mqtt;

/// <summary>A mosquitto with a real password file.</summary>
[TestClass]
public sealed class CredentialsTests
{
    [TestMethod]
    [DataRow("device", "wrong")]
    [DataRow("stranger", "right")]
    [DataRow(null, null)]
    public void Wrong_credentials_are_refused_by_name_and_tried_again_only_at_the_longest_delay(string? user, string? password)
    {
        using MosquittoBroker broker = MosquittoBroker.Start("device", "right");
        using var client = new TestClient(Options(broker, user, password));

        MqttException refused = Assert.ThrowsExactly<MqttException>(() => client.Client.Connect(Patience.Milliseconds));

        Assert.AreEqual(MqttError.ConnectionRefused, refused.Error);
        Assert.Contains(refused.DisconnectReason, new[] { MqttDisconnectReason.NotAuthorized, MqttDisconnectReason.BadUserNameOrPassword });
        MqttDisconnectedEventArgs e = client.Disconnects.Await(1).Single();
        Assert.AreEqual(refused.DisconnectReason, e.Reason);
        Assert.AreEqual(50_000, e.RetryDelay);
        Assert.IsFalse(e.WasConnected);
        Assert.AreEqual(MqttClientState.WaitingToReconnect, client.Client.State);
        Assert.AreEqual(0, client.Connects.Count);
    }

    [TestMethod]
    public void The_right_password_connects()
    {
        using MosquittoBroker broker = MosquittoBroker.Start("device", "right");
        using TestClient client = TestClient.Connect(Options(broker, "device", "right"));
        client.Client.Publish("a", [1], MqttQos.AtLeastOnce);
        Assert.AreEqual(0, client.Disconnects.Count);
    }

    [TestMethod]
    public void A_password_that_was_put_right_connects_at_the_next_attempt()
    {
        using MosquittoBroker broker = MosquittoBroker.Start("device", "right");
        MqttClientOptions options = Options(broker, "device", "wrong");
        using var client = new TestClient(options);
        Assert.ThrowsExactly<MqttException>(() => client.Client.Connect(Patience.Milliseconds));
        client.Disconnects.Await(1);

        options.Credentials.SetPassword("right");
        client.Client.Reconnect();

        client.Connects.Await(1);
    }

    [TestMethod]
    public void A_URI_carries_user_and_password()
    {
        using MosquittoBroker broker = MosquittoBroker.Start("device", "p@ss:word/");
        using var client = new MqttClient($"mqtt://device:p%40ss%3Aword%2F@127.0.0.1:{broker.Port}");
        client.Connect(Patience.Milliseconds);
        Assert.IsTrue(client.IsConnected);
        Assert.MatchesRegex("^ESP32_[0-9A-F]{6}$", client.ClientId);
    }

    private static MqttClientOptions Options(MosquittoBroker broker, string? user, string? password)
    {
        MqttClientOptions options = TestClient.Options(broker.Port);
        options.Network.Backoff = new BackoffOptions { FirstDelay = 10, LongestDelay = 50_000 };
        options.Credentials.UserName = user;
        if (password != null)
        {
            options.Credentials.SetPassword(password);
        }

        return options;
    }
}
