using System;
using nanoFramework.TestFramework;

namespace EspNet.Mqtt.Tests;

[TestClass]
public class MqttUriTests
{
    [TestMethod]
    [DataRow("mqtt://host", "mqtt", 1883)]
    [DataRow("mqtts://host", "mqtts", 8883)]
    [DataRow("ws://host", "ws", 80)]
    [DataRow("wss://host", "wss", 443)]
    [DataRow("MQTT://host", "mqtt", 1883)]
    public void Each_scheme_has_its_port(string uri, string scheme, int port)
    {
        MqttUri parsed = MqttUri.Parse(uri);

        Assert.AreEqual(scheme, parsed.Scheme);
        Assert.AreEqual("host", parsed.Host);
        Assert.AreEqual(port, parsed.Port);
        Assert.IsNull(parsed.UserName);
        Assert.IsNull(parsed.Password);
        Assert.AreEqual(string.Empty, parsed.Path);
    }

    [TestMethod]
    [DataRow("mqtt://host:1", 1)]
    [DataRow("mqtt://host:1884", 1884)]
    [DataRow("mqtts://host:65535/", 65535)]
    [DataRow("mqtt://host:01883", 1883)]
    public void A_port_replaces_that_of_the_scheme(string uri, int port)
    {
        MqttUri parsed = MqttUri.Parse(uri);

        Assert.AreEqual("host", parsed.Host);
        Assert.AreEqual(port, parsed.Port);
    }

    [TestMethod]
    [DataRow("mqtt://broker.example.org", "broker.example.org")]
    [DataRow("mqtt://192.168.1.2:1883", "192.168.1.2")]
    [DataRow("mqtt://[::1]", "::1")]
    [DataRow("mqtt://[fe80::1]:1884/", "fe80::1")]
    [DataRow("mqtt://user:pass@[2001:db8::2]", "2001:db8::2")]
    public void The_host_is_a_name_or_an_address(string uri, string host) => Assert.AreEqual(host, MqttUri.Parse(uri).Host);

    [TestMethod]
    public void An_IPv6_address_may_be_followed_by_a_port() => Assert.AreEqual(1884, MqttUri.Parse("mqtt://[fe80::1]:1884").Port);

    [TestMethod]
    [DataRow("mqtt://user:pass@host", "user", "pass")]
    [DataRow("mqtt://user@host", "user", null)]
    [DataRow("mqtt://user:@host", "user", "")]
    [DataRow("mqtt://:pass@host", "", "pass")]
    [DataRow("mqtt://user:a:b@host", "user", "a:b")]
    [DataRow("mqtt://us%40er:p%3Aa%2Fss%25@host:1883", "us@er", "p:a/ss%")]
    [DataRow("mqtt://a%3Ab:c@host", "a:b", "c")]
    [DataRow("mqtt://a@b:c@d@host", "a@b", "c@d")]
    [DataRow("mqtt://%41%4a%4A:%7e@host", "AJJ", "~")]
    [DataRow("mqtt://Jos%C3%A9:%E2%82%AC%F0%9F%98%80@host", "José", "€😀")]
    [DataRow("mqtt://José:mot%20de passé@host", "José", "mot de passé")]
    [DataRow("mqtt://100%25@host", "100%", null)]
    public void User_name_and_password_are_decoded(string uri, string userName, string? password)
    {
        MqttUri parsed = MqttUri.Parse(uri);

        Assert.AreEqual(userName, parsed.UserName);
        Assert.AreEqual(password, parsed.Password);
        Assert.AreEqual("host", parsed.Host);
    }

    [TestMethod]
    [DataRow("ws://host/mqtt", "/mqtt")]
    [DataRow("wss://user:pass@host:8084/a/b?c=d", "/a/b?c=d")]
    [DataRow("ws://host/", "/")]
    [DataRow("ws://host/a@b:c", "/a@b:c")]
    [DataRow("mqtt://host/", "")]
    public void Only_WebSocket_has_a_path(string uri, string path)
    {
        MqttUri parsed = MqttUri.Parse(uri);

        Assert.AreEqual("host", parsed.Host);
        Assert.AreEqual(path, parsed.Path);
    }

    [TestMethod]
    [DataRow("", "no scheme")]
    [DataRow("host", "no scheme")]
    [DataRow("host:1883", "no scheme")]
    [DataRow("://host", "no scheme")]
    [DataRow("mqtt:/host", "no scheme")]
    [DataRow("http://host", "The scheme \"http\" is not mqtt, mqtts, ws or wss.")]
    [DataRow("mqtt2://host", "The scheme \"mqtt2\" is not")]
    [DataRow("mqtt://", "no host")]
    [DataRow("mqtt:///", "no host")]
    [DataRow("mqtt://:1883", "no host")]
    [DataRow("mqtt://user:pass@", "no host")]
    [DataRow("mqtt://user:pass@:1883", "no host")]
    [DataRow("mqtt://[]", "no host")]
    [DataRow("mqtt://[::1", "no closing bracket")]
    [DataRow("mqtt://[::1]x", "Something other than a port follows the address.")]
    [DataRow("mqtt://[::1]1883", "Something other than a port follows the address.")]
    [DataRow("mqtt://host:", "The port \"\" is not a number from 1 to 65535.")]
    [DataRow("mqtt://[::1]:", "The port \"\" is not a number from 1 to 65535.")]
    [DataRow("mqtt://host:0", "The port \"0\" is not a number from 1 to 65535.")]
    [DataRow("mqtt://host:65536", "The port \"65536\" is not a number from 1 to 65535.")]
    [DataRow("mqtt://host:99999999999999999999", "is not a number from 1 to 65535.")]
    [DataRow("mqtt://host:-1", "The port \"-1\" is not a number from 1 to 65535.")]
    [DataRow("mqtt://host:+1", "The port \"+1\" is not a number from 1 to 65535.")]
    [DataRow("mqtt://host:1883x", "The port \"1883x\" is not a number from 1 to 65535.")]
    [DataRow("mqtt://host: 1883", "The port \" 1883\" is not a number from 1 to 65535.")]
    [DataRow("mqtt://::1", "in brackets: mqtt://[::1]")]
    [DataRow("mqtt://a b", "The host contains a blank")]
    [DataRow("mqtt://host/topic", "The URI has a path, which mqtt does not use.")]
    [DataRow("mqtts://host:8883/a", "The URI has a path, which mqtts does not use.")]
    [DataRow("mqtt://host?a=b", "The URI has a query or fragment")]
    [DataRow("mqtt://host:1883#a", "The URI has a query or fragment")]
    [DataRow("ws://host?a=b", "The URI has a query or fragment")]
    [DataRow("mqtt://us%er@host", "A percent sign is not followed by two hex digits.")]
    [DataRow("mqtt://user%@host", "A percent sign is not followed by two hex digits.")]
    [DataRow("mqtt://user%4@host", "A percent sign is not followed by two hex digits.")]
    [DataRow("mqtt://user:%G1@host", "A percent sign is not followed by two hex digits.")]
    [DataRow("mqtt://user:%1G@host", "A percent sign is not followed by two hex digits.")]
    [DataRow("mqtt://user:a%FFb@host", "not valid UTF-8")]
    [DataRow("mqtt://user:%C3@host", "not valid UTF-8")]
    [DataRow("mqtt://us%00er@host", "not valid UTF-8")]
    public void What_is_not_a_brokers_URI_is_refused_with_the_reason_and_an_example(string uri, string why)
    {
        Expect.InvalidOptions(why, () => MqttUri.Parse(uri));
        Expect.InvalidOptions("mqtt://user:pass@host:1883", () => MqttUri.Parse(uri));
    }

    [TestMethod]
    public void A_missing_URI_is_refused() => Assert.ThrowsException(typeof(ArgumentNullException), () => MqttUri.Parse(null!));
}
