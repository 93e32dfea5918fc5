using System;
using EspNet.Http.Internal;
using EspNet.Http.Protocol;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests;

/// <summary>The status that a failure has.</summary>
[TestClass]
public class ErrorStatusTests
{
    [TestMethod]
    [DataRow((int)HttpProtocolError.StartLineTooLong, 414)]
    [DataRow((int)HttpProtocolError.HeaderTooLarge, 431)]
    [DataRow((int)HttpProtocolError.TooManyFields, 431)]
    [DataRow((int)HttpProtocolError.ChunkTooLarge, 413)]
    [DataRow((int)HttpProtocolError.TrailerTooLarge, 413)]
    [DataRow((int)HttpProtocolError.UnsupportedTransferCoding, 501)]
    [DataRow((int)HttpProtocolError.UnsupportedVersion, 505)]
    [DataRow((int)HttpProtocolError.BadHost, 400)]
    [DataRow((int)HttpProtocolError.None, 400)]
    public void Each_way_to_break_the_protocol_has_its_status(int error, int status)
    {
        HttpProtocolError protocolError = (HttpProtocolError)error;

        Assert.AreEqual(status, ErrorPages.GetStatus(protocolError));
        Assert.AreEqual(status, ErrorPages.GetStatus(new HttpException(HttpError.Protocol, "why", protocolError)));
    }

    [TestMethod]
    [DataRow((int)HttpError.Timeout, 408)]
    [DataRow((int)HttpError.TooLarge, 413)]
    [DataRow((int)HttpError.Transport, 500)]
    [DataRow((int)HttpError.InvalidMessage, 500)]
    [DataRow((int)HttpError.IncompleteMessage, 500)]
    public void What_a_client_causes_is_not_the_fault_of_the_server(int error, int status) =>
        Assert.AreEqual(status, ErrorPages.GetStatus(new HttpException((HttpError)error, "why")));

    [TestMethod]
    public void What_is_too_large_for_the_protocol_has_the_status_of_its_limit() =>
        Assert.AreEqual(431, ErrorPages.GetStatus(new HttpException(HttpError.TooLarge, "why", HttpProtocolError.HeaderTooLarge)));

    [TestMethod]
    public void Any_other_exception_is_500()
    {
        Assert.AreEqual(500, ErrorPages.GetStatus(new InvalidOperationException()));
        Assert.AreEqual(500, ErrorPages.GetStatus(new HttpException(HttpError.InvalidUrl, "why", new HttpException(HttpError.Timeout, "why"))));
    }
}
