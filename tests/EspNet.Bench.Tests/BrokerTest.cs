using EspNet.Bench.Mqtt;

namespace EspNet.Bench.Tests;

/// <summary>A fresh broker for each test, and what most tests ask of it.</summary>
public abstract class BrokerTest : IDisposable
{
    protected BrokerTest() => Broker.Start();

    protected BenchBroker Broker { get; } = new();

    public void Dispose()
    {
        Broker.Dispose();
        GC.SuppressFinalize(this);
    }

    protected void Await(Func<BenchBroker, bool> condition) => Assert.IsTrue(Broker.WaitFor(condition), "It did not happen in time.");

    protected void AssertNoViolation() => Assert.AreEqual(string.Empty, string.Join('\n', Broker.Violations));

    /// <summary>Exactly one violation, with this clause and these words.</summary>
    protected void AssertViolation(string clause, string words)
    {
        Assert.IsTrue(Broker.WaitFor(b => b.Violations.Count > 0), $"Nothing was reported; expected {clause}.");
        BenchViolation violation = Broker.Violations.Single();
        Assert.AreEqual(clause, violation.Clause, violation.Sentence);
        StringAssert.Contains(violation.Sentence, words, StringComparison.Ordinal);
    }
}
