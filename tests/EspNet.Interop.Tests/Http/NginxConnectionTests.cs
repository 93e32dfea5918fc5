using System.Text.RegularExpressions;
using EspNet.Http;
using EspNet.Interop.Tests.Http.Support;

namespace EspNet.Interop.Tests.Http;

/// <summary>Connections to nginx: kept, closed, replaced.</summary>
[TestClass]
public sealed partial class NginxConnectionTests : IDisposable
{
    private readonly EspHttpClient _client = new();

    public void Dispose() => _client.Dispose();

    [TestMethod]
    public void Requests_one_after_another_use_one_connection()
    {
        using NginxServer server = NginxServer.Start(further: NginxHttp.Counting);
        string first = Connection(server, NginxServer.TextPath, out _);

        for (int i = 2; i <= 5; i++)
        {
            Assert.AreEqual(first, Connection(server, i % 2 == 0 ? "/missing" : NginxServer.TextPath, out string requests));
            Assert.AreEqual($"{i}", requests);
        }
    }

    [TestMethod]
    public void A_connection_that_nginx_announces_to_close_is_not_used_again()
    {
        using NginxServer server = NginxServer.Start(further: NginxHttp.Counting + "keepalive_requests 2;");

        string[] connections = [.. Enumerable.Range(0, 4).Select(_ => Connection(server, NginxServer.TextPath, out string _))];

        Assert.AreEqual(connections[0], connections[1]);
        Assert.AreEqual(connections[2], connections[3]);
        Assert.AreNotEqual(connections[1], connections[2]);
    }

    [TestMethod]
    public void A_client_that_keeps_no_connection_is_told_by_nginx_that_it_closes()
    {
        _client.Options.MaximumIdleConnections = 0;
        using NginxServer server = NginxServer.Start(further: NginxHttp.Counting);
        using HttpResponse first = _client.Get(server.Url(NginxServer.TextPath));
        Assert.AreEqual("close", first.Fields.Get("Connection"));
        first.ReadString();

        using HttpResponse second = _client.Get(server.Url(NginxServer.TextPath));

        Assert.AreNotEqual(first.Connection(), second.Connection());
    }

    [TestMethod]
    public void A_connection_that_nginx_closed_for_being_idle_is_replaced()
    {
        using NginxServer server = NginxServer.Start(further: $$"""
            {{NginxHttp.Counting}}
            keepalive_timeout 50ms;
            location = /status { stub_status; }
            """);
        string first = Connection(server, NginxServer.TextPath, out _);
        AwaitAlone(server);

        string second = Connection(server, NginxServer.TextPath, out string requests);

        Assert.AreNotEqual(first, second);
        Assert.AreEqual("1", requests);
    }

    [TestMethod]
    public void A_restart_of_nginx_between_two_requests_is_not_noticed_by_the_program()
    {
        using NginxServer server = NginxServer.Start(further: NginxHttp.Storing);
        Assert.AreEqual(NginxServer.Text, _client.GetString(server.Url(NginxServer.TextPath)));

        server.Restart();
        Assert.AreEqual(NginxServer.Text, _client.GetString(server.Url(NginxServer.TextPath)));
        server.Restart();
        using HttpResponse response = _client.Post(server.Url("/post"), "posted");

        Assert.AreEqual(201, response.StatusCode);
    }

    [TestMethod]
    public void Without_nginx_there_is_no_connection_and_with_it_again_there_is_one()
    {
        using NginxServer server = NginxServer.Start();
        _client.GetString(server.Url(NginxServer.TextPath));
        server.Stop();

        HttpException failure = Client.Fails(HttpError.Transport, () => _client.Get(server.Url(NginxServer.TextPath)));
        server.Run();

        StringAssert.Contains(failure.Message, $"127.0.0.1:{server.Port}");
        Assert.AreEqual(NginxServer.Text, _client.GetString(server.Url(NginxServer.TextPath)));
    }

    /// <summary>Waits until nginx has no connection but the one that asks.</summary>
    private static void AwaitAlone(NginxServer server)
    {
        using var observer = new System.Net.Http.HttpClient { Timeout = TimeSpan.FromMilliseconds(Patience.Milliseconds) };
        long deadline = Environment.TickCount64 + Patience.Milliseconds;
        while (Active().Match(observer.GetStringAsync(server.Url("/status")).Result).Groups[1].Value != "1")
        {
            Assert.IsLessThan(deadline, Environment.TickCount64, "nginx does not close the connection.");
        }
    }

    [GeneratedRegex(@"Active connections: (\d+)")]
    private static partial Regex Active();

    private string Connection(NginxServer server, string path, out string requests)
    {
        using HttpResponse response = _client.Get(server.Url(path));
        response.ReadString();
        requests = response.Requests();
        return response.Connection();
    }
}
