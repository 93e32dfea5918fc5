using EspNet.Mqtt.Internal;
using EspNet.Mqtt.Protocol;
using EspNet.Mqtt.Session;
using EspNet.Testing;
using nanoFramework.TestFramework;

namespace EspNet.Mqtt.Tests.Client;

/// <summary>Orders of Start, Disconnect and CONNACK that two threads reach only now and then.</summary>
[TestClass]
public class ConnectionStateTests
{
    [TestMethod]
    public void Start_that_overtakes_a_Disconnect_before_CONNACK_ends_connected()
    {
        MqttSession session = MakeAwaitingConnAck(out ClientConnection connection);
        connection.Stop();
        connection.Start();

        Accept(session, connection);

        Assert.AreEqual((int)MqttClientState.Connected, (int)connection.State);
    }

    [TestMethod]
    public void A_connection_that_is_accepted_after_DISCONNECT_was_asked_for_is_not_called_connected()
    {
        MqttSession session = MakeAwaitingConnAck(out ClientConnection connection);
        Receive(session, "20020000");
        Assert.AreEqual((int)SessionEvent.Connected, (int)session.Next());
        connection.Stop();
        session.Disconnect();
        connection.Start();

        connection.Accepted();

        Assert.AreEqual((int)MqttClientState.Connecting, (int)connection.State);
    }

    private static MqttSession MakeAwaitingConnAck(out ClientConnection connection)
    {
        MqttClientOptions options = new MqttClientOptions("mqtt://broker");
        object gate = new object();
        MqttSession session = new MqttSession(options, 1);
        ClientWaits waits = new ClientWaits(gate, session);
        ClientLink link = new ClientLink(gate, session, waits, 256, token => { });
        connection = new ClientConnection(options, "id", link, null!, waits);
        MemoryTransport.CreatePair(out MemoryTransport transport, out _);
        connection.Start();
        link.Open(transport, MqttEncoder.Connect(options, "id"), 1000, 0);
        return session;
    }

    private static void Accept(MqttSession session, ClientConnection connection)
    {
        Receive(session, "20020000");
        Assert.AreEqual((int)SessionEvent.Connected, (int)session.Next());
        connection.Accepted();
    }

    private static void Receive(MqttSession session, string hex)
    {
        byte[] bytes = Hex.Parse(hex);
        bytes.CopyTo(session.Input.Buffer, session.Input.Position);
        session.Received(bytes.Length, 0);
    }
}
