using System.Globalization;
using System.Text;
using EspNet.Http.Protocol;

namespace EspNet.Http.Fuzz.Tests;

/// <summary>
/// Damaged requests and responses through the engine, with a fixed seed. A failure names its stream; that one alone is run
/// again by <c>dotnet test tests/EspNet.Http.Fuzz.Tests -e ESPNET_FUZZ_STREAM=number</c>.
/// </summary>
[TestClass]
public sealed class HttpFuzzTests
{
    private const string ReplayVariable = "ESPNET_FUZZ_STREAM";
    private const int Streams = 1_000_000;
    private const int MostWorkers = 4;

    /// <summary>A stream takes well under a millisecond: one that takes this long hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public void Damaged_requests_neither_crash_nor_hang_nor_exhaust_a_server_and_no_split_changes_them() => RunOrReplay(HttpRole.Server);

    [TestMethod]
    public void Damaged_responses_neither_crash_nor_hang_nor_exhaust_a_client_and_no_split_changes_them() => RunOrReplay(HttpRole.Client);

    [TestMethod]
    [TestCategory("Soak")]
    public void Nor_do_ten_million_more_of_each()
    {
        TestContext.WriteLine(Run(HttpRole.Server, Streams, 11 * Streams).ToString());
        TestContext.WriteLine(Run(HttpRole.Client, Streams, 11 * Streams).ToString());
    }

    private static HttpFuzzCoverage Run(HttpRole role, int first, int end)
    {
        HttpFuzzWorker[] workers = new HttpFuzzWorker[Math.Clamp(Environment.ProcessorCount, 1, MostWorkers)];
        for (int i = 0; i < workers.Length; i++)
        {
            workers[i] = new HttpFuzzWorker(role, first + i, workers.Length, end);
        }

        HttpFuzzCoverage coverage = new();
        StringBuilder failures = new();
        foreach (HttpFuzzWorker worker in workers)
        {
            if (!worker.Wait(Patience))
            {
                failures.AppendLine(CultureInfo.InvariantCulture, $"Stream {worker.Current} hangs.");
            }
            else if (worker.Failure != null)
            {
                failures.AppendLine(CultureInfo.InvariantCulture, $"Stream {worker.Current}: {worker.Failure}");
            }

            coverage.Add(worker.Coverage);
        }

        Assert.AreEqual(0, failures.Length, $"{failures}To run one again: dotnet test tests/EspNet.Http.Fuzz.Tests -e {ReplayVariable}=number");
        return coverage;
    }

    private void RunOrReplay(HttpRole role)
    {
        string? replay = Environment.GetEnvironmentVariable(ReplayVariable);
        if (!string.IsNullOrEmpty(replay))
        {
            HttpFuzzStream stream = new(role);
            stream.Run(int.Parse(replay, CultureInfo.InvariantCulture));
            stream.IsWarm = true;
            stream.Run(int.Parse(replay, CultureInfo.InvariantCulture));
            TestContext.WriteLine(stream.Coverage.ToString());
            return;
        }

        HttpFuzzCoverage coverage = Run(role, 0, Streams);

        TestContext.WriteLine(coverage.ToString());
        List<string> rare = coverage.RarerThan(Streams / 10_000, role);
        Assert.IsEmpty(rare, "Hardly ever reached: " + string.Join(", ", rare));
    }
}
