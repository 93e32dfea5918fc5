using System.Threading;
using nanoFramework.TestFramework;

namespace EspNet.Mqtt.Tests.Client;

/// <summary>What happened, in order, as words; a test waits for the next one.</summary>
internal sealed class Recorder
{
    private readonly object _lock = new object();
    private readonly AutoResetEvent _changed = new AutoResetEvent(false);
    private readonly string[] _entries = new string[64];
    private int _count;
    private int _read;

    internal void Add(string entry)
    {
        lock (_lock)
        {
            _entries[_count++] = entry;
        }

        _changed.Set();
    }

    /// <summary>Waits for the next entry and compares it.</summary>
    internal void Expect(string expected)
    {
        while (true)
        {
            lock (_lock)
            {
                if (_read < _count)
                {
                    Assert.AreEqual(expected, _entries[_read++]);
                    return;
                }
            }

            Assert.IsTrue(_changed.WaitOne(ScriptedBroker.Patience, false), "It never came: " + expected);
        }
    }

    internal void ExpectNothingMore()
    {
        lock (_lock)
        {
            Assert.AreEqual(_read, _count, _read < _count ? _entries[_read] : string.Empty);
        }
    }

    /// <summary>Records connects and disconnects of a client.</summary>
    internal Recorder Watch(MqttClient client)
    {
        client.Connected += (c, sessionPresent) => Add(sessionPresent ? "connected, session present" : "connected");
        client.Disconnected += (c, e) => Add("disconnected " + Name(e.Reason) + (e.RetryDelay < 0 ? ", for good" : string.Empty));
        client.PublishFailed += (c, token, error) => Add("failed " + token.ToString() + " " + ((int)error).ToString());
        client.CallbackFailed += (c, exception) => Add("callback failed: " + exception.Message);
        return this;
    }

    /// <summary>The device's enums have no names at run time.</summary>
    private static string Name(MqttDisconnectReason reason)
    {
        return reason switch
        {
            MqttDisconnectReason.ConnectError => "connect error",
            MqttDisconnectReason.ConnectTimeout => "connect timeout",
            MqttDisconnectReason.UnacceptableProtocolVersion => "version",
            MqttDisconnectReason.IdentifierRejected => "identifier",
            MqttDisconnectReason.ServerUnavailable => "unavailable",
            MqttDisconnectReason.BadUserNameOrPassword => "password",
            MqttDisconnectReason.NotAuthorized => "not authorized",
            MqttDisconnectReason.UserRequest => "user",
            MqttDisconnectReason.Reconnecting => "reconnecting",
            MqttDisconnectReason.TransportError => "transport error",
            MqttDisconnectReason.ClosedByBroker => "closed by broker",
            MqttDisconnectReason.PingTimeout => "ping timeout",
            MqttDisconnectReason.PingFailed => "ping failed",
            MqttDisconnectReason.ProtocolError => "protocol error",
            _ => "acknowledgement timeout",
        };
    }
}
