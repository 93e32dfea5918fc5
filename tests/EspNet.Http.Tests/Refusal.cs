using System;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests;

/// <summary>Assertions about what is refused.</summary>
internal static class Refusal
{
    /// <summary>The action ends with an <see cref="HttpException"/> of this error, whose message holds the reason.</summary>
    internal static void Is(HttpError expected, string why, Action action)
    {
        HttpException? failure = Catch(action) as HttpException;
        Assert.IsNotNull(failure, "No HttpException was thrown.");
        Assert.AreEqual((int)expected, (int)failure!.Error, failure.Message);
        Assert.Contains(why, failure.Message);
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
