using System.Diagnostics;
using System.Globalization;
using EspNet.Tests;

namespace EspNet.Bench.Tests;

/// <summary>A mosquitto_pub or mosquitto_sub that runs against a broker of this test.</summary>
internal sealed class MosquittoTool : IDisposable
{
    /// <summary>The Debian packages that have mosquitto and its tools.</summary>
    internal const string Packages = "mosquitto mosquitto-clients";

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private MosquittoTool(string tool, int port, string[] arguments)
    {
        string path = Find(tool);
        var start = new ProcessStartInfo(path, ["-h", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public static MosquittoTool Start(string tool, int port, params string[] arguments) => new(tool, port, arguments);

    public static void Publish(int port, params string[] arguments)
    {
        using MosquittoTool tool = Start("mosquitto_pub", port, arguments);
        tool.Finish();
    }

    /// <summary>Feeds lines to a tool that reads its standard input.</summary>
    public void WriteLines(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            _process.StandardInput.WriteLine(line);
        }

        _process.StandardInput.Close();
    }

    /// <summary>The lines it printed, once it has ended by itself without an error.</summary>
    public string[] Finish()
    {
        Assert.IsTrue(_process.WaitForExit(20_000), "It did not end.");
        Assert.AreEqual(0, _process.ExitCode, _errors.Result);
        return _output.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Ends it as a crash would.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    /// <summary>Where a program of mosquitto is.</summary>
    internal static string Find(string tool) => RealServers.Find(tool, Packages);
}
