using EspNet.Http;

namespace EspNet.Interop.Tests.Http.Server;

/// <summary>Handlers that do something wrong, or to whom something goes wrong that is not their client's doing.</summary>
[TestClass]
public sealed class HandlerFailureTests : HttpServerTest
{
    private const string Host = "Host: h\r\n";

    [TestMethod]
    public void A_handler_whose_own_request_to_another_server_fails_is_a_500_and_reported()
    {
        using var other = new EspHttpServer(new HttpServerOptions(0));
        other.Start();
        int port = other.Port;
        other.Stop();
        using var client = new EspHttpClient();
        Route("GET", "/gateway", (_, response) => response.Send(client.GetString($"http://127.0.0.1:{port}/")));
        Start();

        RawResponse response = Connect().Ask($"GET /gateway HTTP/1.1\r\n{Host}\r\n");

        Assert.AreEqual(500, response.Status);
        Assert.AreEqual(HttpError.Transport, ((HttpException)Failures.Await(1)[0]).Error);
    }

    [TestMethod]
    public void A_handler_whose_own_request_times_out_or_brings_too_much_is_a_500_too()
    {
        Route("GET", "/late", (_, _) => throw new HttpException(HttpError.Timeout, "another server"));
        Route("GET", "/large", (_, _) => throw new HttpException(HttpError.TooLarge, "another server"));
        Start();
        RawClient client = Connect();

        Assert.AreEqual(500, client.Ask($"GET /late HTTP/1.1\r\n{Host}\r\n").Status);
        Assert.AreEqual(500, client.Ask($"GET /large HTTP/1.1\r\n{Host}\r\n").Status);
        Failures.Await(2);
    }

    [TestMethod]
    public void A_body_that_is_larger_than_a_handler_collects_is_a_413_and_not_reported()
    {
        Options.MaximumContentSize = 4;
        Route("POST", "/small", (request, response) => response.Send(request.ReadString()));
        Start();
        RawClient client = Connect();

        Assert.AreEqual("1234", client.Ask($"POST /small HTTP/1.1\r\n{Host}Content-Length: 4\r\n\r\n1234").Body);
        Assert.AreEqual(413, client.Ask($"POST /small HTTP/1.1\r\n{Host}Content-Length: 5\r\n\r\n12345").Status);
        Assert.AreEqual(413, client.Ask($"POST /small HTTP/1.1\r\n{Host}Transfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n0\r\n\r\n").Status);
        GoesOn();
        Assert.AreEqual(0, Failures.Count);
    }

    [TestMethod]
    public void A_handler_that_writes_less_than_it_announced_is_reported_and_its_client_sees_that_something_is_missing()
    {
        Route("GET", "/short", (_, response) =>
        {
            response.ContentLength = 10;
            response.Write("12345");
        });
        Start();
        RawClient client = Connect();
        client.Send($"GET /short HTTP/1.1\r\n{Host}\r\n");

        Assert.AreEqual(HttpError.InvalidMessage, ((HttpException)Failures.Await(1)[0]).Error);
        GoesOn();
    }

    [TestMethod]
    public void A_handler_that_writes_more_than_it_announced_is_reported()
    {
        Route("GET", "/long", (_, response) =>
        {
            response.ContentLength = 10;
            response.Write(new string('x', 5000));
        });
        Start();
        Connect().Send($"GET /long HTTP/1.1\r\n{Host}\r\n");

        Assert.AreEqual(HttpError.InvalidMessage, ((HttpException)Failures.Await(1)[0]).Error);
        GoesOn();
    }
}
