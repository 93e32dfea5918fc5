using System;
using EspNet.Mqtt.Protocol;

namespace EspNet.Mqtt;

/// <summary>
/// Everything that can be set about a client, by concern. Buffers, limits and back-off are taken when the client is made;
/// all else is read at each connection, so that a token can be renewed or a refused identifier changed.
/// </summary>
public sealed class MqttClientOptions
{
    /// <summary>Makes options with every default of <see cref="MqttDefaults"/> and no broker.</summary>
    public MqttClientOptions()
    {
    }

    /// <summary>Makes options from a URI such as <c>mqtt://user:pass@host:1883</c>.</summary>
    /// <param name="uri">Scheme, optional user name and password (percent-encoded), host, optional port.</param>
    /// <exception cref="ArgumentNullException">The URI is null.</exception>
    /// <exception cref="MqttException">The URI is not one of a broker (InvalidOptions); the message says where.</exception>
    public MqttClientOptions(string uri)
    {
        MqttUri parsed = MqttUri.Parse(uri);
        Broker.Scheme = parsed.Scheme;
        Broker.Host = parsed.Host;
        if (parsed.Port != MqttUri.DefaultPort(parsed.Scheme))
        {
            Broker.Port = parsed.Port;
        }

        Broker.Path = parsed.Path;
        Credentials.UserName = parsed.UserName;
        if (parsed.Password != null)
        {
            Credentials.SetPassword(parsed.Password);
        }
    }

    /// <summary>Where the broker is.</summary>
    public MqttBrokerOptions Broker { get; } = new MqttBrokerOptions();

    /// <summary>Who the client is.</summary>
    public MqttCredentialsOptions Credentials { get; } = new MqttCredentialsOptions();

    /// <summary>What broker and client keep about each other.</summary>
    public MqttSessionOptions Session { get; } = new MqttSessionOptions();

    /// <summary>What the broker publishes when the client vanishes, and also when it is disposed without Disconnect; null, the default, for nothing.</summary>
    public MqttWillOptions? Will { get; set; }

    /// <summary>Transport, timeouts, buffers, reconnecting.</summary>
    public MqttNetworkOptions Network { get; } = new MqttNetworkOptions();

    /// <summary>The queue of messages that are not yet acknowledged.</summary>
    public MqttOutboxOptions Outbox { get; } = new MqttOutboxOptions();

    /// <summary>What is allowed but not recommended in these options, in words.</summary>
    /// <returns>One sentence for each; empty when there is none.</returns>
    public string[] GetWarnings()
    {
        int seconds = Session.KeepAlive;
        if (seconds == 0)
        {
            return new[] { "Keep-alive is 0, which turns it off: a link that dies silently is not found until something is published." };
        }

        if (seconds < MqttDefaults.ShortKeepAliveSeconds)
        {
            return new[] { $"Keep-alive is {seconds} s. Below {MqttDefaults.ShortKeepAliveSeconds} s a short radio disturbance ends the connection; 30 s or more is advised." };
        }

        return new string[0];
    }

    /// <summary>Checks the options against each other.</summary>
    /// <param name="clientId">The client identifier in use.</param>
    /// <exception cref="MqttException">Something is missing, too long or does not fit (InvalidOptions).</exception>
    internal void Validate(string clientId)
    {
        if (string.IsNullOrEmpty(Broker.Host))
        {
            throw new MqttException(MqttError.InvalidOptions, "No broker is set: give a URI such as mqtt://host:1883 or set Broker.Host.");
        }

        if (Broker.Scheme != MqttUri.PlainScheme && Broker.Scheme != MqttUri.SecureScheme && Network.TransportFactory == null)
        {
            throw new MqttException(MqttError.InvalidOptions, "EspNet has no transport for \"" + Broker.Scheme + "\" yet: set Network.TransportFactory to one of your own, or use mqtt:// or mqtts://.");
        }

        if (Credentials.Password != null && Credentials.UserName == null)
        {
            throw new MqttException(MqttError.InvalidOptions, "A password without a user name is not allowed (MQTT-3.1.2-22): set Credentials.UserName.");
        }

        if (Credentials.ClientId != null && Credentials.ClientId.Length == 0)
        {
            if (!Session.CleanSession)
            {
                throw new MqttException(MqttError.InvalidOptions, "An empty client id needs a clean session (MQTT-3.1.3-7): set Credentials.ClientId or Session.CleanSession.");
            }

            if (Session.ProtocolVersion == MqttProtocolVersion.V31)
            {
                throw new MqttException(MqttError.InvalidOptions, "MQTT 3.1 does not know an empty client id: set Credentials.ClientId.");
            }
        }

        if (Will != null && Will.Qos > MqttQos.ExactlyOnce)
        {
            throw new MqttException(MqttError.InvalidOptions, "The will's QoS is not 0, 1 or 2.");
        }

        if (Will != null && !MqttTopic.IsValidName(Will.Topic))
        {
            throw new MqttException(MqttError.InvalidOptions, "The will topic is empty or contains a wildcard.");
        }

        // The lengths and texts of all fields.
        MqttEncoder.Connect(this, clientId);
    }
}
