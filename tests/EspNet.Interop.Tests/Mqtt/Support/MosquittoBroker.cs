using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using EspNet.Bench.Tests;

namespace EspNet.Interop.Tests.Mqtt.Support;

/// <summary>
/// A mosquitto on a free loopback port, with a folder of its own for its configuration and its database, so that a stop
/// in order and a start again keep sessions and messages.
/// </summary>
internal sealed class MosquittoBroker : IDisposable
{
    private const int SignalTerminate = 15;
    private const string SubscriberName = "mosquitto_sub-";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("espnet-mosquitto-");
    private readonly Collected<string> _log = new("lines of mosquitto's log");
    private readonly string _configuration;
    private Process? _process;
    private int _subscribers;

    private MosquittoBroker(string? user, string? password)
    {
        string path = MosquittoTool.Find("mosquitto");
        Executable = path;
        Port = FreePort();
        string access = "allow_anonymous true";
        if (user != null)
        {
            string passwords = Path.Combine(_folder.FullName, "passwords");
            using Process tool = Process.Start(new ProcessStartInfo(MosquittoTool.Find("mosquitto_passwd"), ["-b", "-c", passwords, user, password!])
            {
                RedirectStandardError = true,
            })!;
            tool.WaitForExit();
            Assert.AreEqual(0, tool.ExitCode, "mosquitto_passwd failed.");
            access = $"allow_anonymous false\npassword_file {passwords}";
        }

        _configuration = Path.Combine(_folder.FullName, "mosquitto.conf");
        File.WriteAllText(_configuration, string.Create(CultureInfo.InvariantCulture, $"""
            listener {Port} 127.0.0.1
            {access}
            user {Environment.UserName}
            persistence true
            persistence_location {_folder.FullName}/
            max_queued_messages 100000
            log_dest stderr
            log_type error
            log_type warning
            log_type subscribe

            """));
    }

    public int Port { get; }

    private string Executable { get; }

    /// <summary>A broker that accepts connections.</summary>
    public static MosquittoBroker Start(string? user = null, string? password = null)
    {
        MosquittoBroker broker = Prepare(user, password);
        broker.Run();
        return broker;
    }

    /// <summary>A broker that does not run yet.</summary>
    public static MosquittoBroker Prepare(string? user = null, string? password = null) => new(user, password);

    /// <summary>Starts the process and returns when it accepts connections.</summary>
    public void Run()
    {
        var start = new ProcessStartInfo(Executable, ["-c", _configuration]) { RedirectStandardError = true };
        _process = new Process { StartInfo = start };
        _process.ErrorDataReceived += (_, line) => Log(line.Data ?? string.Empty);
        _process.Start();
        _process.BeginErrorReadLine();
        long deadline = Environment.TickCount64 + Patience.Milliseconds;
        while (!Accepts())
        {
            Assert.IsFalse(_process.HasExited, "mosquitto ended at once: " + string.Join('\n', _log.All));
            Assert.IsLessThan(deadline, Environment.TickCount64, "mosquitto does not accept connections.");
            Thread.Sleep(10); // It does not say when it listens.
        }
    }

    /// <summary>Ends it in order: it writes its database first.</summary>
    public void Stop()
    {
        if (_process is { HasExited: false })
        {
            Assert.AreEqual(0, Signal(_process.Id, SignalTerminate));
            Assert.IsTrue(_process.WaitForExit(Patience.Milliseconds), "mosquitto does not end.");
        }

        _process?.Dispose();
        _process = null;
    }

    /// <summary>Ends it in order and starts it again, on the same port and with the same database.</summary>
    public void Restart()
    {
        Stop();
        Run();
    }

    public void Publish(params string[] arguments) => MosquittoTool.Publish(Port, arguments);

    /// <summary>mosquitto_pub with these messages, one a line, in one connection.</summary>
    public void PublishLines(string topic, int qos, IEnumerable<string> lines)
    {
        using MosquittoTool tool = MosquittoTool.Start("mosquitto_pub", Port, "-t", topic, "-q", qos.ToString(CultureInfo.InvariantCulture), "-l");
        tool.WriteLines(lines);
        tool.Finish();
    }

    /// <summary>mosquitto_sub with these arguments (one filter, a client identifier of its own), once the broker's log says that it is subscribed.</summary>
    public MosquittoSubscriber Subscribe(params string[] arguments)
    {
        string id = SubscriberName + ++_subscribers;
        var subscriber = new MosquittoSubscriber(Port, [.. arguments, "-i", id]);
        try
        {
            _log.AwaitFirst(line => line.Contains($": {id} ", StringComparison.Ordinal));
        }
        catch
        {
            subscriber.Dispose();
            throw;
        }

        return subscriber;
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process?.Dispose();
        _folder.Delete(recursive: true);
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Signal(int process, int signal);

    /// <summary>Below the ports that the system gives to outgoing connections, one of which could take it while the broker is away.</summary>
    private static int FreePort()
    {
        while (true)
        {
            int port = Random.Shared.Next(15_000, 30_000);
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken; the next one.
            }
        }
    }

    /// <summary>Keeps what somebody waits for or will want to read: the lines about other clients would only grow.</summary>
    private void Log(string line)
    {
        if (line.Contains(SubscriberName, StringComparison.Ordinal) || line.Contains("Error", StringComparison.Ordinal))
        {
            _log.Add(line);
        }
    }

    private bool Accepts()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Connect(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
