using System.Diagnostics;
using System.Net;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using EspNet.Tests;
using Microsoft.Win32.SafeHandles;

namespace EspNet.Interop.Tests.Support;

/// <summary>
/// A network of its own on this machine: one end of a <see cref="NetworkPair"/>. Code and processes run inside of it;
/// they see its loopback and its one interface, and nothing of the machine's.
/// </summary>
internal sealed class NetworkNamespace
{
    /// <summary>The name of its interface.</summary>
    public const string Interface = "eth0";

    private const int NewNetwork = 0x40000000; // CLONE_NEWNET

    internal NetworkNamespace(string name, IPAddress address)
    {
        Name = name;
        Address = address;
    }

    /// <summary>Its name, as "ip netns" knows it.</summary>
    public string Name { get; }

    /// <summary>The address of its interface.</summary>
    public IPAddress Address { get; }

    private string Path => "/var/run/netns/" + Name;

    /// <summary>
    /// Runs code inside, in a thread of its own, and returns when it has ended. Sockets that it makes stay in this
    /// namespace wherever they are used later, and so do threads that it starts. It must not use the thread pool (tasks,
    /// asynchronous calls, timers): a thread that the pool makes meanwhile would stay here and take part in later tests.
    /// </summary>
    public void Run(Action action) => Run(() =>
    {
        action();
        return true;
    });

    /// <summary>Runs a function inside, as <see cref="Run(Action)"/> does.</summary>
    public T Run<T>(Func<T> function)
    {
        T? result = default;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Enter();
                result = function();
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        })
        {
            IsBackground = true,
            Name = Name,
        };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }

    /// <summary>Starts a program inside. Its output and its error output are redirected; the caller ends it.</summary>
    public Process StartProcess(string program, params string[] arguments)
    {
        ProcessStartInfo start = Command(program, arguments);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        return Process.Start(start)!;
    }

    /// <summary>Runs a program inside and waits for its end.</summary>
    public Tool RunProcess(string program, params string[] arguments) => Tool.Run(Command(program, arguments));

    /// <summary>How a program is started inside. The process has the same id as the program.</summary>
    internal ProcessStartInfo Command(string program, IEnumerable<string> arguments) =>
        new(RealServers.Find("ip", "iproute2"), ["netns", "exec", Name, program, .. arguments]);

    /// <summary>Names of the threads of this process that are inside.</summary>
    internal string[] ThreadsInside()
    {
        string inode = Inode(Path);
        var names = new List<string>();
        foreach (string thread in Directory.GetDirectories("/proc/self/task"))
        {
            try
            {
                if (new FileInfo(thread + "/ns/net").LinkTarget == $"net:[{inode}]")
                {
                    names.Add(File.ReadAllText(thread + "/comm").Trim());
                }
            }
            catch (IOException)
            {
                // It has ended since the listing.
            }
        }

        return [.. names];
    }

    /// <summary>The number of the namespace that the calling thread is in, for tests that have to know.</summary>
    internal static string Current() => new FileInfo("/proc/thread-self/ns/net").LinkTarget ?? string.Empty;

    [DllImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static extern int SetNamespace(SafeFileHandle file, int kind);

    private static string Inode(string path) => Tool.Run("stat", "coreutils", ["-L", "-c", "%i", path]).Output.Trim();

    private void Enter()
    {
        using SafeFileHandle file = File.OpenHandle(Path);
        if (SetNamespace(file, NewNetwork) != 0)
        {
            throw new InvalidOperationException($"setns for {Name} failed with error {Marshal.GetLastPInvokeError()}.");
        }
    }
}
