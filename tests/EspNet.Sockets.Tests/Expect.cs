using System;
using EspNet.Tests;
using nanoFramework.TestFramework;

namespace EspNet.Sockets.Tests;

/// <summary>Assertions about transports.</summary>
internal static class Expect
{
    internal static void Failure(TransportError expected, Action action)
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

        Error(expected, caught);
    }

    internal static void Error(TransportError expected, Exception? caught)
    {
        TransportException? failure = caught as TransportException;
        Assert.IsNotNull(failure, caught is null ? "Nothing was thrown." : caught.ToString());
        Assert.AreEqual((int)expected, (int)failure!.Error, failure.Message);
        Assert.IsTrue(failure.Message.Length > 20, "The message does not say what to do: " + failure.Message);
    }

    internal static void Fails(this Background call, TransportError expected) => Error(expected, call.End());

    internal static void OutOfRange(Action action) => Assert.ThrowsException(typeof(ArgumentOutOfRangeException), action);

    /// <summary>Bytes that follow a pattern, so that a lost, doubled or swapped byte shows.</summary>
    internal static byte[] Pattern(int length)
    {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++)
        {
            bytes[i] = (byte)((i * 7) + (i >> 8));
        }

        return bytes;
    }

    /// <summary>Reads until the end of the stream and compares.</summary>
    internal static void Stream(ITransport transport, byte[] expected)
    {
        byte[] received = new byte[expected.Length + 1];
        int count = 0;
        int read;
        while ((read = transport.Read(received, count, received.Length - count, Background.Patience)) > 0)
        {
            count += read;
        }

        Assert.AreEqual(Transport.EndOfStream, read);
        Assert.AreEqual(expected.Length, count);
        for (int i = 0; i < count; i++)
        {
            if (received[i] != expected[i])
            {
                Assert.AreEqual(expected[i], received[i], "At " + i);
            }
        }
    }
}
