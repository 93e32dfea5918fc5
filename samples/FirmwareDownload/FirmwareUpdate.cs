using System;
using System.IO;
using EspNet.Http;
using EspNet.Sockets;

namespace FirmwareDownload;

/// <summary>
/// Downloads a firmware image over a connection that may break at any time, and says that it is good only when its SHA-256
/// is the one that the server names beside it.
/// </summary>
internal sealed class FirmwareUpdate
{
    private const int ReportEvery = 256 * 1024;

    private readonly EspHttpClient _client;
    private readonly string _url;
    private long _nextReport;

    /// <param name="client">The client.</param>
    /// <param name="url">The image; its digest is at the same URL with <c>.sha256</c>.</param>
    internal FirmwareUpdate(EspHttpClient client, string url)
    {
        _client = client;
        _url = url;
    }

    /// <summary>Pauses after a cut.</summary>
    internal BackoffOptions Backoff { get; set; } = new BackoffOptions();

    /// <summary>Downloads the image into a slot.</summary>
    internal HttpDownloadResult Run(Stream slot)
    {
        string digest = _client.GetString(_url + ".sha256").Trim();
        Console.WriteLine("expecting SHA-256 " + digest);
        _nextReport = 0;
        HttpDownloadOptions options = new HttpDownloadOptions
        {
            ExpectedSha256 = digest,
            Progress = Report,
            Backoff = Backoff,
        };
        HttpDownloadResult result = _client.Download(_url, slot, options);
        Console.WriteLine($"{result.Length} bytes are there and right, after {result.Requests} requests");
        return result;
    }

    private void Report(long received, long total)
    {
        if (received >= _nextReport || received == total)
        {
            _nextReport = received + ReportEvery;
            Console.WriteLine($"{received} of {total} bytes");
        }
    }
}
