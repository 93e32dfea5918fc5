using System.Text;
using EspNet.Mqtt;
using EspNet.Sockets;

namespace EspNet.Interop.Tests.Mqtt.Support;

/// <summary>A client under test and all that it has raised.</summary>
internal sealed class TestClient : IDisposable
{
    internal TestClient(MqttClientOptions options)
    {
        Client = new MqttClient(options);
        Client.Connected += (_, sessionPresent) => Connects.Add(sessionPresent);
        Client.Disconnected += (_, e) => Disconnects.Add(e);
        Client.MessageReceived += (_, message) => Messages.Add(message);
        Client.Published += (_, token) => Published.Add(token);
        Client.PublishFailed += (_, token, error) => Failed.Add((token, error));
        Client.Subscribed += (_, filter, _, _) => Subscribed.Add(filter);
        Client.CallbackFailed += (_, exception) => CallbackFailures.Add(exception);
        Client.Warning += (_, _) => { };
    }

    internal MqttClient Client { get; }

    internal Collected<bool> Connects { get; } = new("connections");

    internal Collected<MqttDisconnectedEventArgs> Disconnects { get; } = new("disconnections");

    internal Collected<MqttMessage> Messages { get; } = new("messages");

    internal Collected<int> Published { get; } = new("published messages");

    internal Collected<(int Token, MqttError Error)> Failed { get; } = new("failed messages");

    internal Collected<string> Subscribed { get; } = new("granted subscriptions");

    internal Collected<Exception> CallbackFailures { get; } = new("exceptions of handlers");

    internal string[] Texts => [.. Messages.All.Select(Text)];

    /// <summary>Options for a broker of a test on loopback, that tries again soon.</summary>
    internal static MqttClientOptions Options(int port, string? id = null, bool clean = true)
    {
        var options = new MqttClientOptions();
        options.Broker.Host = "127.0.0.1";
        options.Broker.Port = port;
        options.Credentials.ClientId = id ?? "espnet-" + Guid.NewGuid().ToString("N")[..8];
        options.Session.CleanSession = clean;
        options.Network.Backoff = BackoffOptions.Fixed(20);
        return options;
    }

    internal static TestClient Connect(MqttClientOptions options)
    {
        var client = new TestClient(options);
        try
        {
            client.Client.Connect(Patience.Milliseconds);
        }
        catch
        {
            client.Dispose();
            throw;
        }

        return client;
    }

    internal static TestClient Connect(int port, string? id = null, bool clean = true) => Connect(Options(port, id, clean));

    internal static string Text(MqttMessage message) => Encoding.UTF8.GetString(message.Payload);

    internal static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Texts of all messages, once there are so many.</summary>
    internal string[] AwaitTexts(int count) => [.. Messages.Await(count).Select(Text)];

    /// <summary>The disconnection with this reason.</summary>
    internal MqttDisconnectedEventArgs AwaitDisconnect(MqttDisconnectReason reason)
    {
        Disconnects.Await(1);
        return Disconnects.AwaitFirst(e => e.Reason == reason);
    }

    public void Dispose()
    {
        Client.Dispose();
        Assert.AreEqual(string.Empty, string.Join('\n', CallbackFailures.All.Select(e => e.ToString())), "A handler of the test failed.");
    }
}
