using EspNet.Bench.Mqtt;
using EspNet.Mqtt;

namespace EspNet.Interop.Tests.Mqtt.Support;

/// <summary>A test against the bench, which must not have seen a violation when the test ends.</summary>
public abstract class BenchTest : IDisposable
{
    protected BenchTest() => Broker.Start();

    protected BenchBroker Broker { get; } = new();

    internal MqttClientOptions Options(string? id = null, bool clean = true) => TestClient.Options(Broker.Port, id, clean);

    [TestCleanup]
    public void The_bench_has_seen_no_violation()
    {
        Assert.AreEqual(string.Empty, string.Join('\n', Broker.Violations));
    }

    public void Dispose()
    {
        Broker.Dispose();
        GC.SuppressFinalize(this);
    }

    protected void Await(Func<BenchBroker, bool> condition, string what) =>
        Assert.IsTrue(Broker.WaitFor(condition, TimeSpan.FromMilliseconds(Patience.Milliseconds)), $"It did not happen in time: {what}.");

    protected string[] ReceivedTexts => [.. Broker.Received.Select(m => m.Text)];
}
