using System;
using EspNet.Tests;
using nanoFramework.TestFramework;

namespace EspNet.Mqtt.Tests;

/// <summary>Assertions about packets and options.</summary>
internal static class Expect
{
    /// <summary>The action is refused with InvalidOptions, and the message says why.</summary>
    internal static void InvalidOptions(string why, Action action)
    {
        MqttException? failure = Catch(action) as MqttException;
        Assert.IsNotNull(failure, "No MqttException was thrown.");
        Assert.AreEqual((int)MqttError.InvalidOptions, (int)failure!.Error, failure.Message);
        Assert.Contains(why, failure.Message);
    }

    /// <summary>The call ends with this error.</summary>
    internal static MqttException Fails(this Background call, MqttError expected)
    {
        Exception? caught = call.End();
        MqttException? failure = caught as MqttException;
        Assert.IsNotNull(failure, caught == null ? "Nothing was thrown." : caught.ToString());
        Assert.AreEqual((int)expected, (int)failure!.Error, failure.Message);
        return failure;
    }

    internal static void OutOfRange(Action action) => Assert.ThrowsException(typeof(ArgumentOutOfRangeException), action);

    internal static void Bytes(string expected, byte[] actual) => Bytes(expected, actual, 0, actual.Length);

    internal static void Bytes(string expected, byte[] actual, int offset, int count)
    {
        byte[] bytes = Hex.Parse(expected);
        Assert.AreEqual(Hex.Format(bytes, 0, bytes.Length), Hex.Format(actual, offset, count));
    }

    private static Exception? Catch(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e)
        {
            return e;
        }

        return null;
    }
}
