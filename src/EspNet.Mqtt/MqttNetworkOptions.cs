using System;
using EspNet.Sockets;
using EspNet.Tls;

namespace EspNet.Mqtt;

/// <summary>Transport, timeouts, buffers, reconnecting. All times are in milliseconds.</summary>
public sealed class MqttNetworkOptions
{
    private const int LongestTime = 24 * 60 * 60 * 1000;

    private int _connectTimeout = MqttDefaults.ConnectTimeout;
    private int _pingTimeout = MqttDefaults.PingTimeout;
    private int _publishTimeout = MqttDefaults.PublishTimeout;
    private int _subscribeTimeout = MqttDefaults.SubscribeTimeout;
    private int _acknowledgementTimeout = MqttDefaults.AcknowledgementTimeout;
    private int _receiveBufferSize = MqttDefaults.ReceiveBufferSize;
    private int _sendBufferSize = MqttDefaults.SendBufferSize;
    private int _maximumPacketSize = MqttDefaults.MaximumPacketSize;

    /// <summary>
    /// Makes the transport of each connection. Null, the default: TCP with <see cref="Tcp"/>, for mqtts:// with TLS over it.
    /// WebSocket and test doubles come in here.
    /// </summary>
    public TransportFactory? TransportFactory { get; set; }

    /// <summary>Options of the TCP transport, where no factory is set. Its connect timeout is replaced by <see cref="ConnectTimeout"/>.</summary>
    public TcpOptions Tcp { get; } = new TcpOptions();

    /// <summary>
    /// Options of TLS, where the broker's URI begins with mqtts:// and no factory is set. By default the broker's certificate
    /// must be valid, lead to an authority that the device knows, and name the host.
    /// </summary>
    public TlsOptions Tls { get; } = new TlsOptions();

    /// <summary>True, the default (FAQ: "automatic reconnection is enabled"): a lost connection is made again until Disconnect or Dispose.</summary>
    public bool AutomaticReconnect { get; set; } = true;

    /// <summary>
    /// The pauses between attempts: a random time whose upper bound doubles from 1 s to 120 s (full jitter) and starts
    /// anew after 30 s of connection. A fixed one, such as esp-mqtt's 10 s, is <c>BackoffOptions.Fixed(10_000)</c>. Null
    /// takes the default.
    /// </summary>
    public BackoffOptions Backoff { get; set; } = new BackoffOptions();

    /// <summary>From name look-up to CONNACK, 100 to 86,400,000; default 10 s.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int ConnectTimeout
    {
        get => _connectTimeout;
        set => _connectTimeout = OptionRange.Check(value, 100, LongestTime);
    }

    /// <summary>How long PINGRESP is awaited, 100 to 86,400,000; default 10 s. While a large packet is arriving it counts from the last bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int PingTimeout
    {
        get => _pingTimeout;
        set => _pingTimeout = OptionRange.Check(value, 100, LongestTime);
    }

    /// <summary>How long Publish waits, 0 to 86,400,000; default 30 s.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int PublishTimeout
    {
        get => _publishTimeout;
        set => _publishTimeout = OptionRange.Check(value, 0, LongestTime);
    }

    /// <summary>How long Subscribe and Unsubscribe wait, 0 to 86,400,000; default 10 s.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int SubscribeTimeout
    {
        get => _subscribeTimeout;
        set => _subscribeTimeout = OptionRange.Check(value, 0, LongestTime);
    }

    /// <summary>
    /// How long a live connection may leave a message or a subscription unacknowledged, 0 to 86,400,000; default 60 s.
    /// Past it the client reconnects, because MQTT sends again only after a reconnect. 0 turns it off.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int AcknowledgementTimeout
    {
        get => _acknowledgementTimeout;
        set => _acknowledgementTimeout = OptionRange.Check(value, 0, LongestTime);
    }

    /// <summary>Receive buffer in bytes, 128 to 65,536; default 1,024. A packet that fits arrives in one piece; header and topic must fit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int ReceiveBufferSize
    {
        get => _receiveBufferSize;
        set => _receiveBufferSize = OptionRange.Check(value, MqttDefaults.SmallestBuffer, 65_536);
    }

    /// <summary>Send buffer in bytes, 128 to 65,536; default 1,024. A packet that fits goes out in one write.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int SendBufferSize
    {
        get => _sendBufferSize;
        set => _sendBufferSize = OptionRange.Check(value, MqttDefaults.SmallestBuffer, 65_536);
    }

    /// <summary>
    /// Largest packet accepted from the broker in bytes (its remaining length), 128 to 268,435,455; default 16 KB. A
    /// larger one closes the connection; in a persistent session the broker sends it again after each reconnect, so that
    /// nothing behind it arrives until this is raised. Raising it takes no memory.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int MaximumPacketSize
    {
        get => _maximumPacketSize;
        set => _maximumPacketSize = OptionRange.Check(value, MqttDefaults.SmallestBuffer, MqttDefaults.LargestRemainingLength);
    }
}
