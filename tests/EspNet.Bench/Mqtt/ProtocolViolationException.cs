namespace EspNet.Bench.Mqtt;

/// <summary>Ends the handling of a packet that broke the standard; the conversation reports it and closes.</summary>
internal sealed class ProtocolViolationException(string clause, string sentence, byte connackCode = 0) : Exception(sentence)
{
    public string Clause { get; } = clause;

    /// <summary>The CONNACK code the standard wants before the close, or 0 for a close without an answer.</summary>
    public byte ConnackCode { get; } = connackCode;
}
