using System.Globalization;
using System.Text;

namespace EspNet.Sockets.Fuzz.Tests;

/// <summary>
/// Damaged answers for look-ups, with a fixed seed. A failure names its look-up; that one alone is run again by
/// <c>dotnet test tests/EspNet.Sockets.Fuzz.Tests -e ESPNET_FUZZ_LOOKUP=number</c>.
/// </summary>
[TestClass]
public sealed class DnsFuzzTests
{
    private const string ReplayVariable = "ESPNET_FUZZ_LOOKUP";
    private const int Replies = 1_000_000;
    private const int MostWorkers = 4;

    /// <summary>A look-up takes well under a millisecond: one that takes this long hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public void A_million_damaged_answers_neither_crash_nor_hang_nor_exhaust_a_look_up()
    {
        string? replay = Environment.GetEnvironmentVariable(ReplayVariable);
        if (!string.IsNullOrEmpty(replay))
        {
            new DnsFuzzCase().Run(int.Parse(replay, CultureInfo.InvariantCulture));
            return;
        }

        DnsFuzzWorker[] workers = new DnsFuzzWorker[Math.Clamp(Environment.ProcessorCount, 1, MostWorkers)];
        for (int i = 0; i < workers.Length; i++)
        {
            workers[i] = new DnsFuzzWorker(i, workers.Length, (Replies + workers.Length - 1) / workers.Length);
        }

        StringBuilder failures = new();
        int[] outcomes = new int[DnsFuzzCase.OutcomeNames.Length];
        foreach (DnsFuzzWorker worker in workers)
        {
            if (!worker.Wait(Patience))
            {
                failures.AppendLine(CultureInfo.InvariantCulture, $"Look-up {worker.Current} hangs.");
            }
            else if (worker.Failure != null)
            {
                failures.AppendLine(CultureInfo.InvariantCulture, $"Look-up {worker.Current}: {worker.Failure}");
            }

            for (int i = 0; i < outcomes.Length; i++)
            {
                outcomes[i] += worker.Outcomes[i];
            }
        }

        Assert.AreEqual(0, failures.Length, $"{failures}To run one again: dotnet test tests/EspNet.Sockets.Fuzz.Tests -e {ReplayVariable}=number");
        for (int i = 0; i < outcomes.Length; i++)
        {
            // These two are told before a look-up is made.
            if (i is (int)DnsError.NoServer or (int)DnsError.BadName)
            {
                continue;
            }

            string outcome = $"{DnsFuzzCase.OutcomeNames[i]}: {outcomes[i]}";
            TestContext.WriteLine(outcome);
            Assert.IsGreaterThan(Replies / 10_000, outcomes[i], "Hardly ever reached: " + outcome);
        }
    }
}
