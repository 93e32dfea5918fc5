using System;
using System.Text;
using EspNet.Mqtt.Protocol;
using EspNet.Mqtt.Session;
using nanoFramework.TestFramework;

namespace EspNet.Mqtt.Tests.Session;

/// <summary>A session with a hand-held clock, whose output is read as hex and whose input is given as hex.</summary>
internal sealed class SessionRig
{
    internal const int FirstPacketId = 10;

    private readonly byte[] _buffer = new byte[4096];

    internal SessionRig()
        : this(new MqttClientOptions("mqtt://broker"))
    {
    }

    internal SessionRig(MqttClientOptions options)
    {
        Options = options;
        Session = new MqttSession(options, FirstPacketId);
    }

    internal MqttClientOptions Options { get; }

    internal MqttSession Session { get; }

    internal long Now { get; set; } = 1_000_000;

    /// <summary>A session that the broker keeps.</summary>
    internal static SessionRig Persistent()
    {
        MqttClientOptions options = new MqttClientOptions("mqtt://broker");
        options.Session.CleanSession = false;
        return new SessionRig(options);
    }

    /// <summary>Makes a connection and takes the CONNECT away.</summary>
    internal SessionRig Connect(bool sessionPresent = false)
    {
        Session.Start(MqttEncoder.Connect(Options, "id"), Options.Network.ConnectTimeout, Now);
        Assert.IsTrue(Take().StartsWith("10"), "CONNECT does not go out first.");
        Expect(SessionEvent.Connected, sessionPresent ? "20020100" : "20020000");
        return this;
    }

    /// <summary>Loses the connection and makes a new one.</summary>
    internal SessionRig Reconnect(bool sessionPresent)
    {
        Session.Close();
        return Connect(sessionPresent);
    }

    /// <summary>Everything that is to be sent now, in hex, as if it was written.</summary>
    internal string Take()
    {
        string all = string.Empty;
        while (true)
        {
            string piece = TakeUnwritten();
            if (piece.Length == 0)
            {
                return all;
            }

            all += piece;
            Session.Written();
        }
    }

    /// <summary>The next piece, without saying that it was written.</summary>
    internal string TakeUnwritten()
    {
        int count = Session.Produce(_buffer, 0, _buffer.Length, Now);
        return Hex.Format(_buffer, 0, count).ToLower();
    }

    internal void Receive(string hex)
    {
        byte[] bytes = Hex.Parse(hex);
        Session.Input.Reserve();
        Assert.IsTrue(bytes.Length <= Session.Input.Free, "The test gives more than the buffer takes.");
        Array.Copy(bytes, 0, Session.Input.Buffer, Session.Input.Position, bytes.Length);
        Session.Received(bytes.Length, Now);
    }

    /// <summary>Gives bytes of the broker and expects one event from them.</summary>
    internal void Expect(SessionEvent expected, string hex)
    {
        Receive(hex);
        ExpectNext(expected);
    }

    internal void ExpectNext(SessionEvent expected) => Assert.AreEqual((int)expected, (int)Session.Next());

    internal void ExpectError(MqttProtocolError expected, string hex)
    {
        Expect(SessionEvent.ProtocolError, hex);
        Assert.AreEqual((int)expected, (int)Session.ProtocolError);
    }

    internal int Publish(MqttQos qos, string topic = "t", string payload = "p", object? owner = null)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(payload);
        return Session.Publish(topic, bytes, bytes.Length, qos, false, owner, null);
    }

    internal Subscription Subscribe(string filter, MqttQos qos = MqttQos.AtMostOnce)
    {
        return Session.Subscribe(filter, MqttTopic.EncodeFilter(filter)!, qos, "handler of " + filter)!;
    }

    /// <summary>The time goes on, and the session says what that brings about.</summary>
    internal SessionEvent After(int milliseconds)
    {
        Now += milliseconds;
        Session.PingIfDue(Now);
        return Session.Judge(Now, true);
    }
}
