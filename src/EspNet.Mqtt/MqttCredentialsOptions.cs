using System;
using EspNet.Mqtt.Protocol;
using EspNet.Sockets;

namespace EspNet.Mqtt;

/// <summary>Who the client is.</summary>
public sealed class MqttCredentialsOptions
{
    /// <summary>
    /// Client identifier. Null, the default: <c>ESP32_</c> and the last three bytes of the MAC address in hex (FAQ:
    /// "client_id … ESP32_XXX"). An empty one lets the broker choose; that needs a clean session. Two clients with the
    /// same identifier push each other off the broker: the second client on a device needs one of its own.
    /// </summary>
    public string? ClientId { get; set; }

    /// <summary>User name; null, the default, for none.</summary>
    public string? UserName { get; set; }

    /// <summary>Password, at most 65,535 bytes; null, the default, for none. It needs a user name (MQTT-3.1.2-22). Read at each connection, so a token can be renewed.</summary>
    public byte[]? Password { get; set; }

    /// <summary>Sets the password from text, in UTF-8.</summary>
    /// <param name="password">The password.</param>
    /// <exception cref="ArgumentNullException">The password is null.</exception>
    public void SetPassword(string password) => Password = Utf8.Encode(password, nameof(password));
}
