using System;
using nanoFramework.TestFramework;

namespace EspNet.Tls.Tests;

/// <summary>Assertions about failures of TLS.</summary>
internal static class Expect
{
    /// <summary>The action fails for this reason, and the message says this.</summary>
    internal static TlsException Failure(TlsError expected, string message, Action action)
    {
        Exception? caught = null;
        try
        {
            action();
        }
        catch (Exception e)
        {
            caught = e;
        }

        TlsException? failure = caught as TlsException;
        Assert.IsNotNull(failure, caught is null ? "Nothing was thrown." : caught.ToString());
        Assert.AreEqual((int)expected, (int)failure!.TlsError, failure.Message);
        Assert.Contains(message, failure.Message);
        return failure;
    }

    internal static void OutOfRange(Action action) => Assert.ThrowsException(typeof(ArgumentOutOfRangeException), action);
}
