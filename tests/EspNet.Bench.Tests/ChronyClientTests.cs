using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using EspNet.Bench.Time;
using EspNet.Tests;

namespace EspNet.Bench.Tests;

/// <summary>The bench's time server as a client of another project sees it: chronyd, which measures once and sets nothing.</summary>
[TestClass]
public sealed partial class ChronyClientTests
{
    [TestMethod]
    [DataRow(10_800)]
    [DataRow(-90)]
    [DataRow(2.5)]
    public void The_offset_is_what_chrony_measures(double seconds)
    {
        using BenchTimeServer server = Start();
        server.Faults.Offset = TimeSpan.FromSeconds(seconds);

        Assert.AreEqual(seconds, Measure(server, 10)!.Value, 0.5);
    }

    [TestMethod]
    public void A_server_that_is_not_synchronised_gives_no_time()
    {
        using BenchTimeServer server = Start();
        server.Faults.LeapIndicator = 3;

        Assert.IsNull(Measure(server, 2));
        Assert.IsGreaterThan(0, server.Answers);
    }

    [TestMethod]
    [DataRow("DENY")]
    [DataRow("RATE")]
    public void A_kiss_of_death_gives_no_time(string code)
    {
        using BenchTimeServer server = Start();
        server.Faults.Kiss = code;

        Assert.IsNull(Measure(server, 2));
        Assert.IsGreaterThan(0, server.Answers);
    }

    [TestMethod]
    public void An_answer_to_something_else_gives_no_time()
    {
        using BenchTimeServer server = Start();
        server.Faults.WrongOrigin = true;

        Assert.IsNull(Measure(server, 2));
        Assert.IsGreaterThan(0, server.Answers);
    }

    private static BenchTimeServer Start()
    {
        BenchTimeServer server = new();
        server.Start();
        return server;
    }

    /// <summary>The seconds that chrony finds this PC's clock to be behind; null when it finds nothing within so many seconds.</summary>
    private static double? Measure(BenchTimeServer server, int seconds)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("espnet-chrony-");
        try
        {
            string port = server.Port.ToString(CultureInfo.InvariantCulture);
            string time = seconds.ToString(CultureInfo.InvariantCulture);
            var start = new ProcessStartInfo(
                RealServers.Find("chronyd", "chrony"),
                ["-Q", "-U", "-t", time, "-u", Environment.UserName, $"server 127.0.0.1 port {port} iburst maxsamples 1", $"pidfile {folder}/pid", "cmdport 0", "bindcmdaddress /"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            string log = process.StandardError.ReadToEnd() + output.Result;
            process.WaitForExit();
            Match found = Wrong().Match(log);
            Assert.AreEqual(found.Success, process.ExitCode == 0, log);
            return found.Success ? double.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture) : null;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [GeneratedRegex("System clock wrong by (-?[0-9.]+) seconds")]
    private static partial Regex Wrong();
}
