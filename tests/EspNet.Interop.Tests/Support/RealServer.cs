using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using EspNet.Tests;

namespace EspNet.Interop.Tests.Support;

/// <summary>
/// A server of another project as a process of its own, on a free port of loopback or of a network namespace, with a
/// folder of its own. Without the program the test is skipped, or fails where real servers are required.
/// </summary>
internal abstract class RealServer : IDisposable
{
    private const int SignalTerminate = 15;

    private readonly string _executable;
    private readonly NetworkNamespace? _place;
    private readonly DirectoryInfo _folder;
    private Process? _process;

    /// <param name="program">The name of its executable.</param>
    /// <param name="package">The Debian package that has it.</param>
    /// <param name="place">Where it runs; null is this machine.</param>
    protected RealServer(string program, string package, NetworkNamespace? place)
    {
        _executable = RealServers.Find(program, package);
        _place = place;
        _folder = Directory.CreateTempSubdirectory($"espnet-{program}-");
        Program = program;
        Port = FreePort();
        Log = new Collected<string>($"lines of {program}'s log");
    }

    /// <summary>The address it listens on: 127.0.0.1, or that of its namespace.</summary>
    public IPAddress Address => _place?.Address ?? IPAddress.Loopback;

    /// <summary>The port it listens on, the same after every start.</summary>
    public int Port { get; }

    /// <summary>What it has printed on its output and its error output, so far as <see cref="Keeps"/> says.</summary>
    public Collected<string> Log { get; }

    /// <summary>The name of its executable.</summary>
    protected string Program { get; }

    /// <summary>Where its files are. It goes with the server.</summary>
    protected string Folder => _folder.FullName;

    /// <summary>Runs a function where the server runs.</summary>
    protected T Inside<T>(Func<T> function) => _place is null ? function() : _place.Run(function);

    /// <summary>Starts the process and returns when it answers.</summary>
    public void Run()
    {
        string[] arguments = [.. Arguments()];
        ProcessStartInfo start = _place?.Command(_executable, arguments) ?? new ProcessStartInfo(_executable, arguments);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        try
        {
            AwaitAnswer();
        }
        catch
        {
            Dispose(); // Whoever starts a server in a using statement would not get it to dispose of.
            throw;
        }
    }

    /// <summary>Ends it in order: it writes what it keeps first.</summary>
    public void Stop()
    {
        if (_process is { HasExited: false })
        {
            Assert.AreEqual(0, Signal(_process.Id, SignalTerminate));
            Assert.IsTrue(_process.WaitForExit(Patience.Milliseconds), $"{Program} does not end.");
        }

        _process?.Dispose();
        _process = null;
    }

    /// <summary>Ends it in order and starts it again, on the same port and with the same folder.</summary>
    public void Restart()
    {
        Stop();
        Run();
    }

    /// <summary>Ends it as a crash would, and removes its folder.</summary>
    public virtual void Dispose()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process?.Dispose();
        _process = null;
        if (Directory.Exists(Folder))
        {
            _folder.Delete(recursive: true);
        }
    }

    /// <summary>The arguments of the process, for each start.</summary>
    protected abstract IEnumerable<string> Arguments();

    /// <summary>Whether a line of its log is worth its memory. Default: every line.</summary>
    protected virtual bool Keeps(string line) => true;

    /// <summary>Whether it is ready. Default: it accepts a TCP connection. Called again and again.</summary>
    protected virtual bool Answers() => _place == null ? Accepts() : _place.Run(Accepts);

    /// <summary>Writes a file into its folder.</summary>
    /// <returns>The path of the file.</returns>
    protected string WriteFile(string name, string text)
    {
        string path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Writes a line to its standard input.</summary>
    protected void Type(string line)
    {
        Assert.IsNotNull(_process, $"{Program} does not run.");
        _process.StandardInput.WriteLine(line);
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Signal(int process, int signal);

    /// <summary>
    /// Free for TCP and UDP, and below the ports that the system gives to outgoing connections, one of which could take
    /// it while the server is away.
    /// </summary>
    private static int FreePort()
    {
        while (true)
        {
            int port = Random.Shared.Next(15_000, 30_000);
            using var stream = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            using var datagrams = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            try
            {
                stream.Bind(new IPEndPoint(IPAddress.Loopback, port));
                datagrams.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken; the next one.
            }
        }
    }

    private void AwaitAnswer()
    {
        long deadline = Environment.TickCount64 + Patience.Milliseconds;
        while (!Answers())
        {
            if (_process!.HasExited)
            {
                _process.WaitForExit(); // Also for the rest of its output.
                Assert.Fail($"{Program} ended at once: {string.Join('\n', Log.All)}");
            }

            Assert.IsLessThan(deadline, Environment.TickCount64, $"{Program} does not answer: {string.Join('\n', Log.All)}");
            Thread.Sleep(10); // It does not say when it listens.
        }
    }

    private void Keep(string? line)
    {
        if (line != null && Keeps(line))
        {
            Log.Add(line);
        }
    }

    private bool Accepts()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Connect(Address, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
