using System;
using EspNet.Bench.Web;
using EspNet.Http;
using EspNet.Sockets;

namespace FirmwareDownload;

/// <summary>Start on a PC.</summary>
internal static class Program
{
    private const int UsageError = 2;
    private const int Cuts = 3;
    private const int CutAfter = 300_000;

    private const string Usage = """
        Downloads a firmware image, and goes on where the connection was cut.

          (no arguments)   1 MB from a web server of its own that cuts the connection three times; the exit code is 0 when
                           every byte arrived
          --url URL        from this URL; its SHA-256 in hex must be at the same URL with .sha256
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
        using FirmwareSlot slot = new FirmwareSlot();
        new FirmwareUpdate(client, url).Run(slot);
        return 0;
    }

    private static int RunDemo()
    {
        using BenchWebServer server = new BenchWebServer();
        server.Start();
        server.Logged += (_, line) => Console.WriteLine("    server: " + line);
        server.Faults.Cut(CutAfter, Cuts);
        Console.WriteLine($"--- a web server on port {server.Port} that cuts the connection {Cuts} times, each after {CutAfter} bytes");
        using EspHttpClient client = new EspHttpClient();
        using FirmwareSlot slot = new FirmwareSlot();
        FirmwareUpdate update = new FirmwareUpdate(client, $"http://127.0.0.1:{server.Port}/firmware")
        {
            Backoff = BackoffOptions.Fixed(100),
        };
        HttpDownloadResult result = update.Run(slot);
        bool isRight = result.Sha256 == server.ImageSha256 && slot.Length == server.Image.Length && result.Requests == Cuts + 1;
        Console.WriteLine(isRight ? "passed: every byte arrived, and none twice" : "FAILED: this is not the image");
        return isRight ? 0 : 1;
    }
}
