namespace EspNet.Mqtt.Fuzz.Tests;

/// <summary>
/// Damaged broker streams through the engine, with a fixed seed. A failure names its stream; that one alone is run
/// again by <c>dotnet test tests/EspNet.Mqtt.Fuzz.Tests -e ESPNET_FUZZ_STREAM=number</c>.
/// </summary>
[TestClass]
public sealed class EngineFuzzTests
{
    private const int Streams = 1_000_000;

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public void Damaged_broker_streams_neither_crash_nor_hang_nor_exhaust_the_client_and_an_honest_broker_finds_it_well()
    {
        FuzzStream one = new();
        if (FuzzRun.TryReplay(one))
        {
            TestContext.WriteLine(one.Coverage.ToString());
            return;
        }

        FuzzCoverage coverage = Run(0, Streams);

        TestContext.WriteLine(coverage.ToString());
        List<string> rare = coverage.RarerThan(Streams / 10_000);
        Assert.IsEmpty(rare, "Hardly ever reached: " + string.Join(", ", rare));
    }

    [TestMethod]
    [TestCategory("Soak")]
    public void Nor_do_ten_million_more() => TestContext.WriteLine(Run(Streams, 11 * Streams).ToString());

    private static FuzzCoverage Run(int first, int end)
    {
        FuzzStream[] streams = [.. Enumerable.Range(0, FuzzRun.Workers).Select(_ => new FuzzStream())];
        FuzzRun.Run(streams, first, end, "EspNet.Mqtt.Fuzz.Tests");
        FuzzCoverage coverage = new();
        Array.ForEach(streams, stream => coverage.Add(stream.Coverage));
        return coverage;
    }
}
