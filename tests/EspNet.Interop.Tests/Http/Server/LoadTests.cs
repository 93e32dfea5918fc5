using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using EspNet.Sockets;
using EspNet.Tests;

namespace EspNet.Interop.Tests.Http.Server;

/// <summary>Many requests, and many more clients than there may be, by ApacheBench.</summary>
[TestClass]
public sealed class LoadTests : HttpServerTest
{
    private const int Clients = 100;
    private const int Rounds = 50;

    private int _most;

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public void Ten_thousand_requests_on_seven_connections_are_answered_without_an_error()
    {
        Start();

        string report = Ab("-k", "-n", "10000", "-c", "7", Url("/hello"));

        Assert.AreEqual(10_000, Count(report, "Complete requests"));
        Assert.AreEqual(0, Count(report, "Failed requests"));
        Assert.AreEqual(10_000, Count(report, "Keep-Alive requests"));
        Assert.AreEqual(50_000, Count(report, "HTML transferred"));
        Assert.AreEqual(0, Server.RefusedClients);
    }

    [TestMethod]
    [DataRow(TcpServerWhenFull.Refuse)]
    [DataRow(TcpServerWhenFull.PurgeLeastRecentlyUsed)]
    public void Seven_of_a_hundred_clients_at_a_time_are_served_and_the_server_outlives_the_rest(TcpServerWhenFull whenFull)
    {
        StartAndWatch(whenFull);

        for (int i = 0; i < 10; i++)
        {
            // ab gives up after ten resets that hit it while it connects, whatever it is told; others make it forget a
            // connection and wait for what it never asked.
            Tool ab = TryAb("-r", "-s", "1", "-n", "1000", "-c", "100", Url("/count"));
            bool gaveUp = ab.Output.Contains("reset by peer", StringComparison.Ordinal) || ab.Output.Contains("timeout specified has expired", StringComparison.Ordinal);
            Assert.IsTrue(ab.ExitCode == 0 || gaveUp, ab.Output);
        }

        AreAtMostSeven();
        Assert.IsGreaterThan(0, whenFull == TcpServerWhenFull.Refuse ? Server.RefusedClients : Server.PurgedClients);
        Assert.AreEqual(0, whenFull == TcpServerWhenFull.Refuse ? Server.PurgedClients : Server.RefusedClients);
    }

    [TestMethod]
    public void Each_of_a_hundred_clients_at_a_time_is_answered_or_refused_and_counted()
    {
        StartAndWatch(TcpServerWhenFull.Refuse);

        int reset = AskByHundred();

        AreAtMostSeven();
        Assert.AreEqual(reset, Server.RefusedClients);
        Assert.AreEqual(0, Server.PurgedClients);
    }

    [TestMethod]
    public void Each_of_a_hundred_clients_at_a_time_is_answered_or_purged_and_counted()
    {
        StartAndWatch(TcpServerWhenFull.PurgeLeastRecentlyUsed);

        int reset = AskByHundred();

        AreAtMostSeven();

        // One that has its answer may be purged before it has gone.
        Assert.IsGreaterThan(0, Server.PurgedClients);
        Assert.IsLessThanOrEqualTo(Server.PurgedClients, reset);
        Assert.IsLessThanOrEqualTo(Clients * Rounds, Server.PurgedClients);
        Assert.AreEqual(0, Server.RefusedClients);
    }

    /// <summary>A server whose only route notes how many clients there are.</summary>
    private void StartAndWatch(TcpServerWhenFull whenFull)
    {
        Options.Listener.WhenFull = whenFull;
        Options.Listener.Backlog = 128; // A connection for which there is no room in the queue is tried again after a second.
        Route("GET", "/count", (_, response) =>
        {
            int now = Server.ClientCount;
            for (int seen = _most; now > seen; seen = _most)
            {
                Interlocked.CompareExchange(ref _most, now, seen);
            }

            response.Send("hello");
        });
        Start();
    }

    private void AreAtMostSeven()
    {
        TestContext.WriteLine($"{Server.RefusedClients} refused, {Server.PurgedClients} purged, at most {_most}");
        Assert.IsGreaterThan(0, _most);
        Assert.IsLessThanOrEqualTo(7, _most);
        Assert.IsTrue(SpinWait.SpinUntil(() => Server.ClientCount == 0, Patience.Milliseconds), "The clients are gone, their connections are not.");
        GoesOn();
        Assert.AreEqual(0, Failures.Count);
    }

    /// <summary>A hundred threads that connect, ask and close over and over.</summary>
    /// <returns>How many connections were reset; all others were answered in full.</returns>
    private int AskByHundred()
    {
        int answered = 0;
        int reset = 0;
        Background[] clients = [.. Enumerable.Range(0, Clients).Select(_ => new Background(() =>
        {
            for (int i = 0; i < Rounds; i++)
            {
                try
                {
                    using RawClient client = new(Server.Port);
                    Assert.AreEqual("hello", client.Ask("GET /count HTTP/1.1\r\nHost: h\r\n\r\n").Body);
                    Interlocked.Increment(ref answered);
                }
                catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
                {
                    Interlocked.Increment(ref reset);
                }
            }
        }))];
        Array.ForEach(clients, client => client.Returns());
        Assert.AreEqual(Clients * Rounds, answered + reset);
        Assert.IsGreaterThan(0, answered);
        return reset;
    }

    private Tool TryAb(params string[] arguments)
    {
        Tool tool = Tool.Run("ab", "apache2-utils", ["-q", .. arguments]);
        TestContext.WriteLine(tool.Output);
        return tool;
    }

    private string Ab(params string[] arguments)
    {
        Tool tool = TryAb(arguments);
        Assert.AreEqual(0, tool.ExitCode, tool.Output);
        return tool.Output;
    }

    private static int Count(string report, string what)
    {
        Match match = Regex.Match(report, Regex.Escape(what) + @":\s+(\d+)", RegexOptions.None, TimeSpan.FromSeconds(1));
        Assert.IsTrue(match.Success, report);
        return int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
    }
}
