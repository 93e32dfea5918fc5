using System;
using EspNet.Sockets;
using EspNet.Testing;
using EspNet.Tests;
using nanoFramework.TestFramework;

namespace EspNet.Mqtt.Tests.Client;

/// <summary>The broker's end of a client's connection, played by the test: packets are read and written as hex.</summary>
internal sealed class ScriptedBroker
{
    /// <summary>Longer than anything here takes; only a hang reaches it.</summary>
    internal const int Patience = Background.Patience;

    internal const string Accepted = "20020000";

    private readonly MemoryListener _listener;
    private MemoryTransport? _connection;

    internal ScriptedBroker()
        : this(MemoryTransport.DefaultCapacity)
    {
    }

    /// <param name="capacity">Bytes that fit between client and broker, each way.</param>
    internal ScriptedBroker(int capacity)
    {
        Network = new MemoryNetwork(capacity);
        _listener = Network.Listen(MqttDefaults.Port);
    }

    internal MemoryNetwork Network { get; }

    /// <summary>Options of a client of this broker that reconnects at once.</summary>
    internal MqttClientOptions Options()
    {
        MqttClientOptions options = new MqttClientOptions("mqtt://broker");
        options.Credentials.ClientId = "id";
        options.Network.TransportFactory = Network.Factory;
        options.Network.Backoff = new BackoffOptions { FirstDelay = 1, LongestDelay = 20 };
        options.Network.PublishTimeout = Patience;
        options.Network.SubscribeTimeout = Patience;
        return options;
    }

    /// <summary>Starts the client and accepts its connection.</summary>
    internal void Connect(MqttClient client)
    {
        client.Start();
        AcceptConnect(Accepted);
        Assert.IsTrue(client.WaitForConnection(Patience), "The client does not see CONNACK.");
    }

    /// <summary>Takes the next connection, reads CONNECT and answers it.</summary>
    internal string AcceptConnect(string connAck)
    {
        Accept();
        string connect = Read();
        Assert.IsTrue(connect.StartsWith("10"), "Not CONNECT: " + connect);
        Send(connAck);
        return connect;
    }

    internal void Accept()
    {
        _connection = _listener.Accept(Patience);
        Assert.IsNotNull(_connection, "No connection came.");
    }

    /// <summary>The next packet of the client; "" when it has closed.</summary>
    internal string Read()
    {
        byte[] header = new byte[2];
        if (!Fill(header, 0, 1))
        {
            return string.Empty;
        }

        Fill(header, 1, 1);
        int length = header[1] & 127;
        string text = Format(header, 2);
        if (header[1] > 127)
        {
            byte[] more = new byte[1];
            Fill(more, 0, 1);
            Assert.IsTrue(more[0] < 128, "Longer packets are not for this broker.");
            length |= more[0] << 7;
            text += Format(more, 1);
        }

        byte[] body = new byte[length];
        return Fill(body, 0, length) ? text + Format(body, length) : string.Empty;
    }

    /// <summary>Reads only the first byte of a packet.</summary>
    internal void ExpectStart(string firstByte)
    {
        byte[] first = new byte[1];
        Assert.IsTrue(Fill(first, 0, 1), "The client has closed.");
        Assert.AreEqual(firstByte, Format(first, 1));
    }

    internal void ExpectRead(string packet) => Assert.AreEqual(packet, Read());

    /// <summary>A message of the client at QoS 1 or 2: acknowledges it and returns its packet.</summary>
    internal string AcknowledgeNext()
    {
        string packet = Read();
        Assert.IsTrue(packet.StartsWith("32") || packet.StartsWith("3a"), "Not a QoS 1 message: " + packet);
        int topic = Hex.Parse(packet.Substring(2, 2))[0] > 127 ? 6 : 4;
        int topicLength = Hex.Parse(packet.Substring(topic, 4))[1];
        Send("4002" + packet.Substring(topic + 4 + (2 * topicLength), 4));
        return packet;
    }

    internal void Send(string hex)
    {
        byte[] bytes = Hex.Parse(hex);
        _connection!.Write(bytes, 0, bytes.Length);
    }

    internal void Close() => _connection!.Close();

    internal void Abort() => _connection!.Abort();

    /// <summary>Nobody listens any more: the next attempts are refused.</summary>
    internal void StopListening() => _listener.Close();

    private static string Format(byte[] bytes, int count) => Hex.Format(bytes, 0, count).ToLower();

    private bool Fill(byte[] buffer, int offset, int count)
    {
        while (count > 0)
        {
            int read;
            try
            {
                read = _connection!.Read(buffer, offset, count, Patience);
            }
            catch (TransportException)
            {
                // Closed by abort: for the script that is the end too.
                return false;
            }

            Assert.IsTrue(read != Transport.TimedOut, "The client sends nothing more.");
            if (read == Transport.EndOfStream)
            {
                return false;
            }

            offset += read;
            count -= read;
        }

        return true;
    }
}
