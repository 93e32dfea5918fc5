using EspNet.Http;

namespace EspNet.Interop.Tests.Http.Support;

/// <summary>What many tests of the client say.</summary>
internal static class Client
{
    /// <summary>What a call fails with.</summary>
    internal static HttpException Failure(Action call) => Assert.ThrowsExactly<HttpException>(call);

    /// <summary>What a call fails with, which must be for this reason.</summary>
    internal static HttpException Fails(HttpError error, Action call)
    {
        HttpException failure = Failure(call);
        Assert.AreEqual(error, failure.Error, failure.ToString());
        return failure;
    }

    /// <summary>Requires that a call in the background was cancelled.</summary>
    internal static void WasCancelled(Exception? thrown)
    {
        Assert.IsInstanceOfType<HttpException>(thrown);
        Assert.AreEqual(HttpError.Cancelled, ((HttpException)thrown).Error, thrown.ToString());
    }
}
