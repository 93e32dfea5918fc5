using System.Text;
using EspNet.Http;
using EspNet.Interop.Tests.Http.Support;
using EspNet.Sockets;
using static EspNet.Interop.Tests.Http.Support.ScriptedHttpServer;

namespace EspNet.Interop.Tests.Http;

/// <summary>Connections that change to another protocol (RFC 9110, section 7.8).</summary>
[TestClass]
public sealed class UpgradeTests : IDisposable
{
    private const string Switching = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n";

    private readonly EspHttpClient _client = new();

    public void Dispose() => _client.Dispose();

    [TestMethod]
    public void After_101_the_connection_is_the_other_protocols_with_what_came_behind_the_header()
    {
        using var server = new ScriptedHttpServer(connection =>
        {
            ScriptedRequest request = connection.Answer("HTTP/1.1 103 Early Hints\r\n\r\n" + Switching + "first");
            Assert.AreEqual("echo", request.Field("Upgrade"));
            Assert.AreEqual("Upgrade", request.Field("Connection"));
            Assert.AreEqual("ping", Encoding.UTF8.GetString(connection.Take(4)));
            connection.Send("pong");
            Assert.IsEmpty(connection.AwaitEnd());
        });
        using HttpResponse response = _client.Send(new HttpRequest("GET", server.Url()) { Upgrade = "echo" });
        Assert.AreEqual(101, response.StatusCode);

        ITransport transport = response.TakeUpgraded();
        response.Dispose();

        Assert.IsTrue(transport.Poll(TransportPoll.Read, 0));
        Assert.AreEqual("first", Read(transport, 5));
        transport.Write("ping"u8.ToArray(), 0, 4);
        Assert.AreEqual("pong", Read(transport, 4));
        Assert.ThrowsExactly<InvalidOperationException>(() => response.TakeUpgraded());
        transport.Close();
        server.Ended.Await(1);
    }

    [TestMethod]
    public void A_server_that_does_not_change_answers_as_ever()
    {
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.Answer(Response("plain"));
            connection.Answer(Response("again"));
        });
        using HttpResponse response = _client.Send(new HttpRequest("GET", server.Url()) { Upgrade = "echo" });

        Assert.AreEqual(200, response.StatusCode);
        Assert.ThrowsExactly<InvalidOperationException>(() => response.TakeUpgraded());
        Assert.AreEqual("plain", response.ReadString());
        Assert.AreEqual("again", _client.GetString(server.Url()));
    }

    [TestMethod]
    public void An_upgraded_connection_that_nobody_takes_is_closed_with_its_response()
    {
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.Answer(Switching);
            connection.AwaitEnd();
        });

        _client.Send(new HttpRequest("GET", server.Url()) { Upgrade = "echo" }).Dispose();

        server.Ended.Await(1);
    }

    [TestMethod]
    public void A_change_that_nobody_asked_for_is_refused()
    {
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.Answer(Switching);
            connection.AwaitEnd();
        });

        Client.Fails(HttpError.Protocol, () => _client.Get(server.Url()));
        server.Ended.Await(1);
    }

    [TestMethod]
    public void An_upgraded_connection_stays_open_when_the_client_that_made_it_goes()
    {
        using var server = new ScriptedHttpServer(connection =>
        {
            connection.Answer(Switching);
            Assert.AreEqual("ping", Encoding.UTF8.GetString(connection.Take(4)));
        });
        ITransport transport = _client.Send(new HttpRequest("GET", server.Url()) { Upgrade = "echo" }).TakeUpgraded();

        _client.Dispose();

        transport.Write("ping"u8.ToArray(), 0, 4);
        server.Ended.Await(1);
        transport.Close();
    }

    private static string Read(ITransport transport, int count)
    {
        byte[] buffer = new byte[count];
        for (int at = 0; at < count;)
        {
            int read = transport.Read(buffer, at, count - at, Patience.Milliseconds);
            Assert.IsGreaterThan(0, read);
            at += read;
        }

        return Encoding.UTF8.GetString(buffer);
    }
}
