using System;
using EspNet.Http;

namespace ChunkedUpload;

/// <summary>
/// Sends measurements while they are taken, as one POST whose length nobody knows before: write, write, finish. No more than
/// one line is in memory at a time.
/// </summary>
internal sealed class MeasurementUpload
{
    private readonly EspHttpClient _client;
    private readonly string _url;

    internal MeasurementUpload(EspHttpClient client, string url)
    {
        _client = client;
        _url = url;
    }

    /// <summary>Sends so many lines, and prints the server's answer.</summary>
    /// <returns>Bytes that were sent.</returns>
    internal long Send(int lines)
    {
        HttpRequest request = new HttpRequest("POST", _url);
        request.Fields.Set("Content-Type", "text/csv");
        using HttpUpload upload = _client.Open(request);
        upload.Write("time;temperature\n");
        for (int i = 0; i < lines; i++)
        {
            // Each write is a chunk, and on its way when it returns.
            upload.Write(MakeLine(i));
        }

        using HttpResponse response = upload.Finish();
        string answer = response.ReadString();
        Console.WriteLine($"sent {upload.Sent} bytes; the server answered {response.StatusCode}: {answer}");
        response.EnsureSuccess();
        return upload.Sent;
    }

    /// <summary>Stands for a sensor.</summary>
    internal static string MakeLine(int index) => $"{index};{20 + (index * 7 % 50 / 10.0):F1}\n";
}
