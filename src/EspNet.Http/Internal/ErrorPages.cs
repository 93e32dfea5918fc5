using EspNet.Http.Protocol;

namespace EspNet.Http.Internal;

/// <summary>Which status a failure has, and the short text that goes with it.</summary>
internal static class ErrorPages
{
    internal static int GetStatus(HttpProtocolError error) => error switch
    {
        HttpProtocolError.StartLineTooLong => 414,
        HttpProtocolError.HeaderTooLarge or HttpProtocolError.TooManyFields => 431,
        HttpProtocolError.ChunkTooLarge or HttpProtocolError.TrailerTooLarge => 413,
        HttpProtocolError.UnsupportedTransferCoding => 501,
        HttpProtocolError.UnsupportedVersion => 505,
        _ => 400,
    };

    /// <summary>The status for what a handler threw because of its client; 500 for everything else.</summary>
    internal static int GetStatus(System.Exception exception) => exception is HttpException failure
        ? failure.Error switch
        {
            HttpError.Timeout => 408,
            HttpError.Protocol => GetStatus(failure.ProtocolError),
            HttpError.TooLarge => failure.ProtocolError == HttpProtocolError.None ? 413 : GetStatus(failure.ProtocolError),
            _ => 500,
        }
        : 500;

    internal static string GetText(int statusCode) => $"{statusCode} {StatusReason.Get(statusCode)}\n";

    /// <summary>Answers a request that could not be read, so that nothing of it is known.</summary>
    internal static void SendAlone(HttpConnection connection, int statusCode)
    {
        string text = GetText(statusCode);
        HttpWriter writer = connection.Writer;
        writer.Clear();
        writer.BeginResponse(statusCode, StatusReason.Get(statusCode));
        writer.AddField("Content-Type", "text/plain");
        writer.AddContentLength(text.Length);
        writer.AddField("Connection", "close");
        writer.EndHeader();
        byte[] body = System.Text.Encoding.UTF8.GetBytes(text);
        writer.TryAppend(body, 0, body.Length);
        connection.Flush();
    }
}
