using System;
using System.Net;
using nanoFramework.TestFramework;

namespace EspNet.Sockets.Tests;

/// <summary>Assertions about look-ups.</summary>
internal static class DnsExpect
{
    internal static void Is(DnsAction expected, DnsAction actual) => Assert.AreEqual((int)expected, (int)actual);

    internal static void Is(DnsReplyKind expected, DnsReplyKind actual) => Assert.AreEqual((int)expected, (int)actual);

    internal static void Is(DnsError expected, DnsError actual) => Assert.AreEqual((int)expected, (int)actual);

    internal static void Fails(DnsError expected, Action action)
    {
        DnsException? failure = null;
        try
        {
            action();
        }
        catch (DnsException e)
        {
            failure = e;
        }

        Assert.IsNotNull(failure, "No DnsException was thrown.");
        Is(expected, failure!.Reason);
        Assert.AreEqual((int)TransportError.HostNotFound, (int)failure.Error);
        Assert.IsTrue(failure.Message.Length > 40, "The message does not say what to do: " + failure.Message);
    }

    /// <summary>Compares with addresses between blanks.</summary>
    internal static void Addresses(string expected, IPAddress[] actual)
    {
        string text = string.Empty;
        for (int i = 0; i < actual.Length; i++)
        {
            text += (i > 0 ? " " : string.Empty) + actual[i].ToString();
        }

        Assert.AreEqual(expected, text);
    }
}
