using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace EspNet.Bench;

/// <summary>Ctrl-C, or what else asks the program to end.</summary>
internal static class Interruption
{
    /// <summary>Starts a service, says so, and returns when the program is asked to end.</summary>
    /// <param name="start">Begins to listen.</param>
    /// <param name="greeting">The line to print then.</param>
    /// <param name="where">Where it listens, for the message that it cannot.</param>
    /// <exception cref="FormatException">It cannot listen.</exception>
    public static void Await(Action start, Func<string> greeting, string where)
    {
        using var stop = new ManualResetEventSlim();
        void End(PosixSignalContext signal)
        {
            signal.Cancel = true; // The summary comes first.
            stop.Set();
        }

        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        try
        {
            start();
        }
        catch (SocketException e)
        {
            throw new FormatException($"Cannot listen on {where}: {e.Message}.", e);
        }

        Console.WriteLine(greeting());
        stop.Wait();
    }
}
