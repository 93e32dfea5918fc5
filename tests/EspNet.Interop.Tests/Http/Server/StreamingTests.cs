using System.Text;
using EspNet.Http;
using EspNet.Sockets;
using EspNet.Tests;

namespace EspNet.Interop.Tests.Http.Server;

/// <summary>Handlers that take long, send while they go on, or speak another protocol.</summary>
[TestClass]
public sealed class StreamingTests : HttpServerTest
{
    private const string Host = "Host: h\r\n";

    private readonly ManualResetEventSlim _release = new();

    [TestMethod]
    public void A_handler_that_blocks_does_not_block_the_other_worker()
    {
        using ManualResetEventSlim entered = new();
        Route("GET", "/block", (_, response) =>
        {
            entered.Set();
            Assert.IsTrue(_release.Wait(Patience.Milliseconds));
            response.Send("released");
        });
        Start();
        RawClient blocked = Connect();
        blocked.Send($"GET /block HTTP/1.1\r\n{Host}\r\n");
        Assert.IsTrue(entered.Wait(Patience.Milliseconds));

        for (int i = 0; i < 20; i++)
        {
            GoesOn();
        }

        _release.Set();
        Assert.AreEqual("released", blocked.Receive().Body);
    }

    [TestMethod]
    public void Requests_wait_for_a_worker_when_all_are_busy_and_are_answered_then()
    {
        using SemaphoreSlim entered = new(0);
        Route("GET", "/block", (_, response) =>
        {
            entered.Release();
            Assert.IsTrue(_release.Wait(Patience.Milliseconds));
            response.Send("released");
        });
        Start();
        RawClient[] clients = [.. Enumerable.Range(0, 5).Select(_ => Connect())];
        Array.ForEach(clients, client => client.Send($"GET /block HTTP/1.1\r\n{Host}\r\n"));
        Assert.IsTrue(entered.Wait(Patience.Milliseconds) && entered.Wait(Patience.Milliseconds));
        Background good = new Background(GoesOn).LetItWait();
        Assert.AreEqual(0, entered.CurrentCount, "There are two workers.");

        _release.Set();

        Array.ForEach(clients, client => Assert.AreEqual("released", client.Receive().Body));
        good.Returns();
    }

    [TestMethod]
    public void Flush_sends_what_was_written_while_the_handler_goes_on()
    {
        Route("GET", "/live", (_, response) =>
        {
            response.ContentType = "text/event-stream";
            response.Write("data: 1\n\n");
            response.Flush();
            Assert.IsTrue(response.HasStarted);
            Assert.IsTrue(_release.Wait(Patience.Milliseconds));
            response.Write("data: 2\n\n");
        });
        Start();
        RawClient client = Connect();
        client.Send($"GET /live HTTP/1.1\r\n{Host}\r\n");

        RawResponse header = client.ReceiveHeader();
        string first = client.ReceiveChunk();
        _release.Set();

        Assert.AreEqual("chunked", header.Field("Transfer-Encoding"));
        Assert.AreEqual("data: 1\n\n", first);
        Assert.AreEqual("data: 2\n\n", client.ReceiveChunk());
        Assert.AreEqual(string.Empty, client.ReceiveChunk());
        Assert.AreEqual(200, client.Ask($"GET /hello HTTP/1.1\r\n{Host}\r\n").Status);
    }

    [TestMethod]
    public void A_handler_that_writes_less_than_it_announced_breaks_the_connection_off()
    {
        Route("GET", "/less", (_, response) =>
        {
            response.ContentLength = 10;
            response.Write("first");
            response.Flush();
        });
        Start();
        RawClient client = Connect();
        client.Send($"GET /less HTTP/1.1\r\n{Host}\r\n");

        Assert.AreEqual("10", client.ReceiveHeader().Field("Content-Length"));
        Assert.AreEqual("first", client.Take(5));
        client.AwaitReset();
        GoesOn();
    }

    [TestMethod]
    public void A_connection_changes_to_the_protocol_that_was_asked_for()
    {
        Route("GET", "/echo", (_, response) =>
        {
            response.Fields.Set("X-Answer", "yes");
            ITransport? transport = response.Upgrade("echo/1");
            byte[] buffer = new byte[100];
            for (int read = transport!.Read(buffer, 0, 100, Patience.Milliseconds); buffer[0] != '.'; read = transport.Read(buffer, 0, 100, Patience.Milliseconds))
            {
                transport.Write(buffer, 0, read);
            }
        });
        Start();
        RawClient client = Connect();

        client.Send($"GET /echo HTTP/1.1\r\n{Host}Connection: keep-alive, Upgrade\r\nUpgrade: other, echo/1\r\n\r\nat once");
        RawResponse response = client.ReceiveHeader();
        string first = client.Take(7);
        client.Send("later");

        Assert.AreEqual(101, response.Status);
        Assert.AreEqual("Upgrade", response.Field("Connection"));
        Assert.AreEqual("echo/1", response.Field("Upgrade"));
        Assert.AreEqual("yes", response.Field("X-Answer"));
        Assert.AreEqual("at once", first);
        Assert.AreEqual("later", client.Take(5));
        client.Send(".");
        client.AwaitEnd();
        GoesOn();
    }

    [TestMethod]
    public void A_connection_stays_what_it_is_when_no_other_protocol_was_asked_for()
    {
        Route("GET", "/echo", (_, response) => response.Send(response.Upgrade("echo/1") is null ? "no" : "yes"));
        Start();
        RawClient client = Connect();

        Assert.AreEqual("no", client.Ask($"GET /echo HTTP/1.1\r\n{Host}\r\n").Body);
        Assert.AreEqual("no", client.Ask($"GET /echo HTTP/1.1\r\n{Host}Connection: Upgrade\r\nUpgrade: other\r\n\r\n").Body);
        Assert.AreEqual("no", client.Ask($"GET /echo HTTP/1.1\r\n{Host}Upgrade: echo/1\r\n\r\n").Body);
    }

    [TestMethod]
    public void A_body_of_just_the_send_buffer_has_a_length_and_one_byte_more_is_chunked()
    {
        Options.SendBufferSize = 200;
        Route("GET", "/bytes", (request, response) =>
        {
            int count = int.Parse(request.QueryText, System.Globalization.CultureInfo.InvariantCulture);
            for (int i = 0; i < count; i++)
            {
                response.Write(Encoding.ASCII.GetBytes("x"), 0, 1);
            }
        });
        Start();
        RawClient client = Connect();

        foreach (int count in new[] { 0, 1, 199, 200, 201, 400, 401, 1000 })
        {
            RawResponse response = client.Ask($"GET /bytes?{count} HTTP/1.1\r\n{Host}\r\n");
            Assert.AreEqual(new string('x', count), response.Body);
            Assert.AreEqual(count <= 200 ? $"{count}" : null, response.Field("Content-Length"));
        }
    }
}
