namespace EspNet.Mqtt.Fuzz.Tests;

/// <summary>The engine did what it must never do.</summary>
internal sealed class FuzzFailure(string message) : Exception(message);
