using System.Globalization;
using System.Text;

namespace EspNet.Mqtt.Fuzz.Tests;

/// <summary>
/// Damaged broker streams through the engine, with a fixed seed. A failure names its stream; that one alone is run
/// again by <c>dotnet test tests/EspNet.Mqtt.Fuzz.Tests -e ESPNET_FUZZ_STREAM=number</c>.
/// </summary>
[TestClass]
public sealed class EngineFuzzTests
{
    private const string ReplayVariable = "ESPNET_FUZZ_STREAM";
    private const int Streams = 1_000_000;
    private const int MostWorkers = 4;

    /// <summary>A stream takes well under a millisecond: one that takes this long hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public void Damaged_broker_streams_neither_crash_nor_hang_nor_exhaust_the_client_and_an_honest_broker_finds_it_well()
    {
        string? replay = Environment.GetEnvironmentVariable(ReplayVariable);
        if (!string.IsNullOrEmpty(replay))
        {
            FuzzStream stream = new();
            stream.Run(int.Parse(replay, CultureInfo.InvariantCulture));
            stream.IsWarm = true;
            stream.Run(int.Parse(replay, CultureInfo.InvariantCulture));
            TestContext.WriteLine(stream.Coverage.ToString());
            return;
        }

        FuzzCoverage coverage = Run(0, Streams);

        TestContext.WriteLine(coverage.ToString());
        List<string> rare = coverage.RarerThan(Streams / 10_000);
        Assert.IsEmpty(rare, "Hardly ever reached: " + string.Join(", ", rare));
    }

    [TestMethod]
    [TestCategory("Soak")]
    public void Nor_do_ten_million_more()
    {
        TestContext.WriteLine(Run(Streams, 11 * Streams).ToString());
    }

    private static FuzzCoverage Run(int first, int end)
    {
        FuzzWorker[] workers = new FuzzWorker[Math.Clamp(Environment.ProcessorCount, 1, MostWorkers)];
        for (int i = 0; i < workers.Length; i++)
        {
            workers[i] = new FuzzWorker(first + i, workers.Length, end);
        }

        FuzzCoverage coverage = new();
        StringBuilder failures = new();
        foreach (FuzzWorker worker in workers)
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

        Assert.AreEqual(0, failures.Length, $"{failures}To run one again: dotnet test tests/EspNet.Mqtt.Fuzz.Tests -e {ReplayVariable}=number");
        return coverage;
    }
}
