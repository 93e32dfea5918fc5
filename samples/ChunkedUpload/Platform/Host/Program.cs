using System;
using System.Security.Cryptography;
using System.Text;
using EspNet.Bench.Web;
using EspNet.Http;

namespace ChunkedUpload;

/// <summary>Start on a PC.</summary>
internal static class Program
{
    private const int Lines = 1_000;
    private const int UsageError = 2;

    private const string Usage = """
        Sends 1,000 lines as one chunked POST, a line a chunk.

          (no arguments)   to a web server of its own; the exit code is 0 when every byte arrived, in chunks
          --url URL        to this URL; the exit code is 0 when it answers with success
          --help           this text
        """;

    private static int Main(string[] args)
    {
        if (args is not ([] or ["--url", _]))
        {
            bool isHelp = args is ["--help"];
            (isHelp ? Console.Out : Console.Error).WriteLine(Usage);
            return isHelp ? 0 : UsageError;
        }

        try
        {
            return args.Length == 0 ? RunDemo() : Run(args[1]);
        }
        catch (HttpException e)
        {
            Console.Error.WriteLine($"{e.Error}: {e.Message}");
            return 1;
        }
    }

    private static int Run(string url)
    {
        using EspHttpClient client = new EspHttpClient();
        new MeasurementUpload(client, url).Send(Lines);
        return 0;
    }

    private static int RunDemo()
    {
        using BenchWebServer server = new BenchWebServer();
        server.Start();
        Console.WriteLine($"--- a web server on port {server.Port}, and an upload whose length nobody knows before");
        using EspHttpClient client = new EspHttpClient();
        long sent = new MeasurementUpload(client, $"http://127.0.0.1:{server.Port}/upload").Send(Lines);
        if (server.Uploads is not [WebUpload upload])
        {
            Console.WriteLine($"FAILED: {server.Uploads.Count} uploads came instead of one");
            return 1;
        }

        bool isWhole = upload.Bytes == sent && upload.Sha256 == HashOfAllLines();
        Console.WriteLine($"chunked                    {(upload.IsChunked ? "yes" : "no")}");
        Console.WriteLine($"bytes sent and received    {sent} and {upload.Bytes}");
        Console.WriteLine(isWhole && upload.IsChunked ? "passed: every byte arrived" : "FAILED: what arrived is not what was sent");
        return isWhole && upload.IsChunked ? 0 : 1;
    }

    private static string HashOfAllLines()
    {
        StringBuilder all = new StringBuilder("time;temperature\n");
        for (int i = 0; i < Lines; i++)
        {
            all.Append(MeasurementUpload.MakeLine(i));
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all.ToString())));
    }
}
