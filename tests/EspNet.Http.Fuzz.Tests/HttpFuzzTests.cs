using EspNet.Http.Protocol;

namespace EspNet.Http.Fuzz.Tests;

/// <summary>
/// Damaged requests and responses through the engine, with a fixed seed. A failure names its stream; that one alone is run
/// again by <c>dotnet test tests/EspNet.Http.Fuzz.Tests -e ESPNET_FUZZ_STREAM=number</c>.
/// </summary>
[TestClass]
public sealed class HttpFuzzTests
{
    private const int Streams = 1_000_000;

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
        HttpFuzzStream[] streams = [.. Enumerable.Range(0, FuzzRun.Workers).Select(_ => new HttpFuzzStream(role))];
        FuzzRun.Run(streams, first, end, "EspNet.Http.Fuzz.Tests");
        HttpFuzzCoverage coverage = new();
        Array.ForEach(streams, stream => coverage.Add(stream.Coverage));
        return coverage;
    }

    private void RunOrReplay(HttpRole role)
    {
        HttpFuzzStream one = new(role);
        if (FuzzRun.TryReplay(one))
        {
            TestContext.WriteLine(one.Coverage.ToString());
            return;
        }

        HttpFuzzCoverage coverage = Run(role, 0, Streams);

        TestContext.WriteLine(coverage.ToString());
        List<string> rare = coverage.RarerThan(Streams / 10_000, role);
        Assert.IsEmpty(rare, "Hardly ever reached: " + string.Join(", ", rare));
    }
}
