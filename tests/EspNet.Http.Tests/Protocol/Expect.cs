using EspNet.Http.Protocol;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Protocol;

/// <summary>What a text must read as, in the notation of <see cref="ReaderRig"/>, however it is split.</summary>
internal static class Expect
{
    internal static void Request(string text, string summary) =>
        Assert.AreEqual(summary, new ReaderRig(HttpRole.Server).Read(text));

    internal static void Response(string text, string summary) =>
        Assert.AreEqual(summary, new ReaderRig(HttpRole.Client).Read(text));

    /// <summary>The first message of the text is damaged in its header.</summary>
    internal static void BadRequest(string text, int error) => Request(text, "!" + error);

    internal static void BadResponse(string text, int error) => Response(text, "!" + error);

    /// <summary>A response with the body given after its chunked framing is announced.</summary>
    internal static void Chunks(string body, string summary) =>
        Response(ChunkedStart + body, ChunkedSummary + summary);

    internal const string ChunkedStart = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    internal const string ChunkedSummary = "200 OK 1 (Transfer-Encoding: chunked)";
}
