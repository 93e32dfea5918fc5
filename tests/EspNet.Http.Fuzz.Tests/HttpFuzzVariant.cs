using EspNet.Http.Protocol;

namespace EspNet.Http.Fuzz.Tests;

/// <summary>One set of limits. Most are small, so that they are reached; the first is that of the defaults.</summary>
internal sealed class HttpFuzzVariant
{
    internal readonly HttpLimits Limits = new();
    internal readonly bool IsDefault;

    private HttpFuzzVariant(int number)
    {
        IsDefault = number == 0;
        if (IsDefault)
        {
            return;
        }

        Limits.MaximumStartLine = 64 + (number * 8);
        Limits.MaximumHeaderSize = (number & 1) != 0 ? 200 : 512;
        Limits.MaximumFields = 6 + (number % 4);
        Limits.MaximumChunkLine = (number & 2) != 0 ? 16 : 64;
        Limits.MaximumChunkSize = (number & 4) != 0 ? 40 : int.MaxValue;
        Limits.MaximumTrailerSize = (number % 3) == 0 ? 24 : 128;
        Limits.MaximumInterimResponses = number == 7 ? 0 : 1 + (number % 3);
    }

    internal static HttpFuzzVariant[] All { get; } = [.. Enumerable.Range(0, 8).Select(number => new HttpFuzzVariant(number))];
}
