using System.Net;
using System.Net.Sockets;
using EspNet.Tests;

namespace EspNet.Interop.Tests.Support;

/// <summary>
/// Two network namespaces joined by a cable that the test can pull. Where the machine does not allow namespaces (no
/// Linux, not root, a container without the right) the test is skipped, or fails where real servers are required.
/// </summary>
internal sealed class NetworkPair : IDisposable
{
    private static bool _poolIsWarm;

    private bool _removed;

    public NetworkPair()
    {
        if (!OperatingSystem.IsLinux())
        {
            RealServers.Lack("There are network namespaces only on Linux");
        }

        WarmThePool();
        string id = "espnet-" + Guid.NewGuid().ToString("N")[..8];
        Device = new NetworkNamespace(id + "-device", IPAddress.Parse("10.77.0.1"));
        Network = new NetworkNamespace(id + "-network", IPAddress.Parse("10.77.0.2"));
        Tool added = Ip("netns", "add", Device.Name);
        if (added.ExitCode != 0)
        {
            RealServers.Lack("Network namespaces are not allowed here: " + added.Output.Trim());
        }

        try
        {
            Demand("netns", "add", Network.Name);
            Demand("link", "add", NetworkNamespace.Interface, "netns", Device.Name, "type", "veth",
                "peer", "name", NetworkNamespace.Interface, "netns", Network.Name);
            foreach (NetworkNamespace end in (NetworkNamespace[])[Device, Network])
            {
                Demand("-n", end.Name, "link", "set", "lo", "up");
                Demand("-n", end.Name, "address", "add", end.Address + "/24", "dev", NetworkNamespace.Interface);
                Demand("-n", end.Name, "link", "set", NetworkNamespace.Interface, "multicast", "on");
            }

            BringUp(Device);
            BringUp(Network);
            AwaitCarrier("LOWER_UP");
        }
        catch
        {
            Remove();
            throw;
        }
    }

    /// <summary>The end of what is tested: 10.77.0.1.</summary>
    public NetworkNamespace Device { get; }

    /// <summary>The end of the servers: 10.77.0.2.</summary>
    public NetworkNamespace Network { get; }

    /// <summary>Pulls the cable at the network's end. The device sees that its interface has no carrier any more; connections stay.</summary>
    public void LinkDown()
    {
        Demand("-n", Network.Name, "link", "set", NetworkNamespace.Interface, "down");
        AwaitCarrier("NO-CARRIER");
    }

    /// <summary>Plugs the cable in again.</summary>
    public void LinkUp()
    {
        BringUp(Network);
        AwaitCarrier("LOWER_UP");
    }

    /// <summary>Removes both; twice is fine. Fails if a thread of this process is still inside: it would spoil the tests to come.</summary>
    public void Dispose()
    {
        if (_removed)
        {
            return;
        }

        string[] left;
        long deadline = Environment.TickCount64 + 2000;
        do
        {
            left = [.. Device.ThreadsInside(), .. Network.ThreadsInside()];
        }
        while (left.Length > 0 && Environment.TickCount64 < deadline);

        Remove();
        Assert.IsEmpty(left, $"These threads never left their namespace (was the thread pool used inside?): {string.Join(", ", left)}.");
    }

    /// <summary>
    /// Makes the threads that the runtime starts when a socket or a timer is first used: started by a thread inside a
    /// namespace, they would be in it for good, and with them what they start.
    /// </summary>
    private static void WarmThePool()
    {
        if (_poolIsWarm)
        {
            return;
        }

        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task<TcpClient> accepting = listener.AcceptTcpClientAsync();
        using (var client = new TcpClient())
        {
            client.Connect((IPEndPoint)listener.LocalEndpoint);
            accepting.GetAwaiter().GetResult().Dispose();
        }

        Task.Delay(1).GetAwaiter().GetResult();
        _poolIsWarm = true;
    }

    private static Tool Ip(params string[] arguments) => Tool.Run("ip", "iproute2", arguments);

    private static void Demand(params string[] arguments)
    {
        Tool done = Ip(arguments);
        Assert.AreEqual(0, done.ExitCode, $"ip {string.Join(' ', arguments)}: {done.Output}");
    }

    /// <summary>The route for multicast goes with the interface, so it is made anew each time.</summary>
    private static void BringUp(NetworkNamespace end)
    {
        Demand("-n", end.Name, "link", "set", NetworkNamespace.Interface, "up");
        Demand("-n", end.Name, "route", "replace", "224.0.0.0/4", "dev", NetworkNamespace.Interface);
    }

    /// <summary>Waits until the device's interface says so: the kernel tells it a moment later.</summary>
    private void AwaitCarrier(string state)
    {
        long deadline = Environment.TickCount64 + Patience.Milliseconds;
        while (!Ip("-n", Device.Name, "link", "show", NetworkNamespace.Interface).Output.Contains(state, StringComparison.Ordinal))
        {
            Assert.IsLessThan(deadline, Environment.TickCount64, $"The link never was {state}.");
        }
    }

    /// <summary>The cable goes with its ends.</summary>
    private void Remove()
    {
        _removed = true;
        Ip("netns", "del", Device.Name);
        Ip("netns", "del", Network.Name);
    }
}
