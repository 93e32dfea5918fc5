namespace EspNet.Bench.Mqtt;

/// <summary>Something a client did that the standard forbids.</summary>
/// <param name="ClientId">The client, or <c>(not connected)</c> before its CONNECT was understood.</param>
/// <param name="Clause">The conformance clause of MQTT 3.1.1, such as <c>MQTT-3.8.1-1</c>.</param>
/// <param name="Sentence">What the client did.</param>
public sealed record BenchViolation(string ClientId, string Clause, string Sentence)
{
    /// <summary>Client, sentence and clause in one line.</summary>
    public override string ToString() => $"{ClientId}: {Sentence} [{Clause}]";
}
