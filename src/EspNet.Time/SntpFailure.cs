using System;

namespace EspNet.Time;

/// <summary>The one place of what each <see cref="SntpError"/> says and advises.</summary>
internal static class SntpFailure
{
    internal static SntpException Create(SntpError error, string server, Exception? cause) =>
        Create(error, server, Explain(error), cause);

    /// <summary>For a kiss code that has no error of its own.</summary>
    internal static SntpException CreateKiss(string server, long code)
    {
        char[] letters = new char[4];
        for (int i = 0; i < letters.Length; i++)
        {
            char c = (char)((code >> (24 - (8 * i))) & 0xff);
            letters[i] = c > ' ' && c < 127 ? c : '?';
        }

        return Create(
            SntpError.KissOfDeath,
            server,
            $"it refuses with the code '{new string(letters)}'. Use another server, or ask its owner.",
            null);
    }

    private static SntpException Create(SntpError error, string server, string why, Exception? cause) => new SntpException(
        error,
        server,
        $"The time server {server} gave no time: {why}{(cause is null ? string.Empty : " " + cause.Message)}",
        cause);

    private static string Explain(SntpError error) => error switch
    {
        SntpError.HostNotFound => "its name could not be looked up.",
        SntpError.Network => "the request could not be sent.",
        SntpError.TimedOut => "no answer in time. Check that the network lets UDP through to its port, or use another server.",
        SntpError.Denied => "it refuses this device (DENY) and is not asked again. Use another server.",
        SntpError.Restricted => "its rules refuse this device (RSTR) and it is not asked again. Use another server.",
        SntpError.RateExceeded => "it was asked too often (RATE). Raise Interval.",
        SntpError.Unsynchronised => "it has no time itself. Use another server, or wait until it has.",
        SntpError.TooUncertain => "its time may be wrong by more than MaximumRootDistance. Use a nearer server, or raise the limit.",
        SntpError.Malformed => "its answer breaks the protocol. Check what answers at this address.",
        SntpError.Cancelled => "it was stopped.",
        _ => "the device failed.",
    };
}
