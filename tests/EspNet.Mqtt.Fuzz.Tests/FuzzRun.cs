using System.Globalization;
using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace EspNet.Mqtt.Fuzz.Tests;

/// <summary>Many streams on all processors, or one alone that has failed before.</summary>
internal static class FuzzRun
{
    private const string ReplayVariable = "ESPNET_FUZZ_STREAM";
    private const int MostWorkers = 4;

    /// <summary>A stream takes well under a millisecond: one that takes this long hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>How many workers there are: each wants a maker of streams of its own.</summary>
    internal static int Workers => Math.Clamp(Environment.ProcessorCount, 1, MostWorkers);

    /// <summary>Runs a range of streams, and fails with the number of each that broke a promise or hangs.</summary>
    internal static void Run(IFuzzStream[] streams, int first, int end, string project)
    {
        FuzzWorker[] workers = new FuzzWorker[streams.Length];
        for (int i = 0; i < workers.Length; i++)
        {
            workers[i] = new FuzzWorker(streams[i], first + i, workers.Length, end);
        }

        StringBuilder failures = new();
        foreach (FuzzWorker worker in workers)
        {
            if (!worker.Wait(Patience))
            {
                failures.AppendLine(CultureInfo.InvariantCulture, $"Stream {worker.Current} hangs.");
            }
            else if (worker.Failure != null)
            {
                failures.AppendLine(CultureInfo.InvariantCulture, $"Stream {worker.Current}: {worker.Failure}");
            }
        }

        Assert.AreEqual(0, failures.Length, $"{failures}To run one again: dotnet test tests/{project} -e {ReplayVariable}=number");
    }

    /// <summary>Runs the one stream that is asked for; false when none is.</summary>
    internal static bool TryReplay(IFuzzStream stream)
    {
        string? replay = Environment.GetEnvironmentVariable(ReplayVariable);
        if (string.IsNullOrEmpty(replay))
        {
            return false;
        }

        stream.Run(int.Parse(replay, CultureInfo.InvariantCulture));
        stream.IsWarm = true;
        stream.Run(int.Parse(replay, CultureInfo.InvariantCulture));
        return true;
    }
}
