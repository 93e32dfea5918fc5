using System.Globalization;
using System.Text.RegularExpressions;
using EspNet.Sockets;

namespace EspNet.Interop.Tests.Http.Server;

/// <summary>Many requests, and many more clients than there may be, by ApacheBench.</summary>
[TestClass]
public sealed class LoadTests : HttpServerTest
{
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
    public void A_hundred_clients_at_a_time_never_are_more_than_seven(TcpServerWhenFull whenFull)
    {
        int most = 0;
        Options.Listener.WhenFull = whenFull;
        Options.Listener.Backlog = 128;
        Route("GET", "/count", (_, response) =>
        {
            int now = Server.ClientCount;
            for (int seen = most; now > seen; seen = most)
            {
                Interlocked.CompareExchange(ref most, now, seen);
            }

            response.Send("hello");
        });
        Start();

        string report = Ab("-r", "-s", "5", "-n", "2000", "-c", "100", Url("/count"));

        Assert.AreEqual(2000, Count(report, "Complete requests"));
        Assert.IsGreaterThan(0, most);
        Assert.IsLessThanOrEqualTo(7, most);
        Assert.IsLessThanOrEqualTo(7, Server.ClientCount);
        bool refuses = whenFull == TcpServerWhenFull.Refuse;
        TestContext.WriteLine($"{Server.RefusedClients} refused, {Server.PurgedClients} purged, at most {most}");
        Assert.IsGreaterThan(0, refuses ? Server.RefusedClients : Server.PurgedClients);
        Assert.AreEqual(0, refuses ? Server.PurgedClients : Server.RefusedClients);

        // ab opens as many connections as it has requests, and again for those that failed.
        Assert.IsLessThanOrEqualTo(4000, Server.RefusedClients + Server.PurgedClients);
        Assert.IsTrue(SpinWait.SpinUntil(() => Server.ClientCount == 0, Patience.Milliseconds), "ab is gone, its connections are not.");
        GoesOn();
        Assert.AreEqual(0, Failures.Count);
    }

    private string Ab(params string[] arguments)
    {
        Tool tool = Tool.Run("ab", "apache2-utils", ["-q", .. arguments]);
        TestContext.WriteLine(tool.Output);
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
