using System.Text;

namespace EspNet.Interop.Tests.Http.Server;

/// <summary>Requests that come together, in pieces, or with bodies that nobody reads.</summary>
[TestClass]
public sealed class PipeliningTests : HttpServerTest
{
    private const string Host = "Host: h\r\n";

    [TestMethod]
    public void Requests_of_one_packet_are_answered_in_their_order()
    {
        StartWithEcho();
        RawClient client = Connect();

        client.Send(Post("one") + $"HEAD /hello HTTP/1.1\r\n{Host}\r\n" + $"GET /missing HTTP/1.1\r\n{Host}\r\n" + Post("four"));

        Assert.AreEqual("one", client.Receive().Body);
        Assert.AreEqual("5", client.Receive(false).Field("Content-Length"));
        Assert.AreEqual(404, client.Receive().Status);
        Assert.AreEqual("four", client.Receive().Body);
    }

    [TestMethod]
    public void Requests_that_are_split_anywhere_are_answered_in_their_order()
    {
        StartWithEcho();
        RawClient client = Connect();
        byte[] requests = Encoding.ASCII.GetBytes(
            Post("first") + $"POST /echo HTTP/1.1\r\n{Host}Transfer-Encoding: chunked\r\n\r\n3\r\nsec\r\n3\r\nond\r\n0\r\n\r\n" + $"GET /hello HTTP/1.1\r\n{Host}\r\n");

        for (int split = 1; split < requests.Length; split++)
        {
            client.Send(requests[..split]);
            Thread.Yield();
            client.Send(requests[split..]);

            Assert.AreEqual("first", client.Receive().Body, $"Split after {split} bytes.");
            Assert.AreEqual("second", client.Receive().Body, $"Split after {split} bytes.");
            Assert.AreEqual("hello", client.Receive().Body, $"Split after {split} bytes.");
        }
    }

    [TestMethod]
    public void Requests_that_come_byte_by_byte_are_answered_in_their_order()
    {
        StartWithEcho();
        RawClient client = Connect();

        foreach (byte one in Encoding.ASCII.GetBytes(Post("first") + Post("second")))
        {
            client.Send([one]);
        }

        Assert.AreEqual("first", client.Receive().Body);
        Assert.AreEqual("second", client.Receive().Body);
    }

    [TestMethod]
    public void Five_clients_with_fifty_requests_each_in_one_piece_all_get_their_answers()
    {
        StartWithEcho();
        RawClient[] clients = [.. Enumerable.Range(0, 5).Select(_ => Connect())];

        for (int i = 0; i < clients.Length; i++)
        {
            clients[i].Send(string.Concat(Enumerable.Range(0, 50).Select(request => Post($"client {i}, request {request}"))));
        }

        for (int i = 0; i < clients.Length; i++)
        {
            for (int request = 0; request < 50; request++)
            {
                Assert.AreEqual($"client {i}, request {request}", clients[i].Receive().Body);
            }
        }
    }

    [TestMethod]
    public void Empty_lines_before_a_request_are_ignored()
    {
        StartWithEcho();
        RawClient client = Connect();

        Assert.AreEqual("hello", client.Ask($"\r\nGET /hello HTTP/1.1\r\n{Host}\r\n\r\n").Body);
        Assert.AreEqual("hello", client.Ask($"GET /hello HTTP/1.1\r\n{Host}\r\n").Body);
    }

    [TestMethod]
    public void What_follows_a_request_that_closes_the_connection_is_not_answered()
    {
        StartWithEcho();
        RawClient client = Connect();

        client.Send($"GET /hello HTTP/1.1\r\n{Host}Connection: close\r\n\r\n" + Post("ignored"));

        RawResponse response = client.Receive();
        Assert.AreEqual("hello", response.Body);
        Assert.AreEqual("close", response.Field("Connection"));
        client.AwaitEnd();
    }

    [TestMethod]
    public void A_short_body_that_nobody_read_is_read_away_and_the_connection_kept()
    {
        StartWithEcho();
        RawClient client = Connect();

        client.Send($"POST /ignore HTTP/1.1\r\n{Host}Content-Length: 4000\r\n\r\n{new string('G', 4000)}");
        client.Send($"POST /ignore HTTP/1.1\r\n{Host}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n" + Post("after"));

        Assert.AreEqual("ignored", client.Receive().Body);
        Assert.AreEqual("ignored", client.Receive().Body);
        Assert.AreEqual("after", client.Receive().Body);
    }

    [TestMethod]
    public void Behind_a_long_body_that_nobody_read_the_response_arrives()
    {
        StartWithEcho();
        RawClient client = Connect();
        const int Length = 1_000_000;

        client.Send($"POST /ignore HTTP/1.1\r\n{Host}Content-Length: {Length}\r\n\r\n");
        for (int sent = 0; sent < Length && client.TrySend(new byte[10_000]); sent += 10_000)
        {
        }

        Assert.AreEqual("ignored", client.Receive().Body);
        GoesOn();
    }

    [TestMethod]
    public void A_client_that_waits_for_permission_gets_it_once_and_only_when_the_body_is_read()
    {
        StartWithEcho();
        const string Expect = Host + "Expect: 100-continue\r\nContent-Length: 4\r\n\r\n";
        RawClient client = Connect();

        Assert.AreEqual(100, client.Ask("POST /echo HTTP/1.1\r\n" + Expect).Status);
        Assert.AreEqual("body", client.Ask("body").Body);
        RawResponse refused = client.Ask("POST /ignore HTTP/1.1\r\n" + Expect);

        Assert.AreEqual("ignored", refused.Body);
        Assert.AreEqual("close", refused.Field("Connection"), "Nobody knows whether the body still comes.");
        client.AwaitEnd();
    }

    private static string Post(string body) => $"POST /echo HTTP/1.1\r\n{Host}Content-Length: {body.Length}\r\n\r\n{body}";

    private void StartWithEcho()
    {
        Route("POST", "/echo", (request, response) => response.Send(request.ReadBytes()));
        Route("POST", "/ignore", (_, response) => response.Send("ignored"));
        Start();
    }

    [TestMethod]
    public void Who_sends_many_requests_at_once_lets_others_have_their_turn()
    {
        const int Many = 50;
        Options.Workers = 1;
        using ManualResetEventSlim isSent = new();
        using ManualResetEventSlim isServed = new();
        int served = 0;
        int before = -1;
        Route("GET", "/many", (_, response) =>
        {
            Assert.IsTrue(isSent.Wait(Patience.Milliseconds));
            served++;
            isServed.Wait(50);
            response.Send("a");
        });
        Route("GET", "/one", (_, response) =>
        {
            before = served;
            isServed.Set();
            response.Send("b");
        });
        Start();
        RawClient many = Connect();
        many.Send(string.Concat(Enumerable.Repeat("GET /many HTTP/1.1\r\nHost: h\r\n\r\n", Many)));
        RawClient one = Connect();
        one.Send("GET /one HTTP/1.1\r\nHost: h\r\n\r\n");

        isSent.Set();

        Assert.AreEqual("b", one.Receive().Body);
        for (int i = 0; i < Many; i++)
        {
            Assert.AreEqual("a", many.Receive().Body);
        }

        Assert.IsLessThan(Many, before);
    }
}
