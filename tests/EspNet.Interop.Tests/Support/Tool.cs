using System.Diagnostics;
using EspNet.Tests;

namespace EspNet.Interop.Tests.Support;

/// <summary>A program that ends by itself, run to its end.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it printed on its output, then on its error output.</param>
internal sealed record Tool(int ExitCode, string Output)
{
    /// <summary>Runs a program and waits for its end.</summary>
    /// <param name="package">The Debian package that has it.</param>
    /// <param name="input">What it reads from its standard input.</param>
    public static Tool Run(string program, string package, string[] arguments, string input = "") =>
        Run(new ProcessStartInfo(RealServers.Find(program, package), arguments), input);

    /// <summary>Runs openssl s_client against a server, with its input sent and everything read until the server closes.</summary>
    public static Tool OpenSslClient(RealServer server, string input, params string[] arguments) =>
        Run("openssl", "openssl", ["s_client", "-connect", $"{server.Address}:{server.Port}", "-ign_eof", .. arguments], input);

    /// <summary>Runs a process and waits for its end.</summary>
    internal static Tool Run(ProcessStartInfo start, string input = "")
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it read all of it. Its exit code tells the rest.
        }

        if (!process.WaitForExit(Patience.Milliseconds))
        {
            process.Kill();
            process.WaitForExit();
            Assert.Fail($"{start.FileName} {string.Join(' ', start.ArgumentList)} does not end: {output.Result}{errors.Result}");
        }

        return new Tool(process.ExitCode, output.Result + errors.Result);
    }
}
