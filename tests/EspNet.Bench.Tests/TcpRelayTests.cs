using System.Net;
using System.Net.Sockets;
using EspNet.Bench.Tcp;

namespace EspNet.Bench.Tests;

/// <summary>The relay between a client and a target that are both plain sockets of the test.</summary>
[TestClass]
public sealed class TcpRelayTests : IDisposable
{
    private const int Patience = 20_000;

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly TcpRelay _relay;
    private readonly List<Socket> _sockets = [];

    public TcpRelayTests()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _relay = new TcpRelay("127.0.0.1", ((IPEndPoint)_listener.LocalEndPoint!).Port);
        _relay.Start();
    }

    [TestMethod]
    public void Without_faults_bytes_go_both_ways_and_are_counted()
    {
        (Socket client, Socket target) = Connect();
        byte[] large = new byte[1_000_000];
        Random.Shared.NextBytes(large);

        var sending = Task.Run(() => client.Send(large));
        byte[] arrived = Read(target, large.Length);
        sending.GetAwaiter().GetResult();
        target.Send([1, 2, 3]);

        CollectionAssert.AreEqual(large, arrived);
        CollectionAssert.AreEqual((byte[])[1, 2, 3], Read(client, 3));
        Await(relay => relay is { BytesToTarget: 1_000_000, BytesToClient: 3, BytesDropped: 0, Accepted: 1, ConnectionCount: 1 });
    }

    [TestMethod]
    public void A_half_close_goes_on_and_the_other_way_stays_open()
    {
        (Socket client, Socket target) = Connect();

        client.Shutdown(SocketShutdown.Send);
        AssertEnd(target);
        target.Send([1]);
        CollectionAssert.AreEqual((byte[])[1], Read(client, 1));
        target.Shutdown(SocketShutdown.Send);

        AssertEnd(client);
        Await(relay => relay.ConnectionCount == 0);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void A_reset_by_one_side_resets_the_other(bool byClient)
    {
        (Socket client, Socket target) = Connect();

        Reset(byClient ? client : target);

        AssertReset(byClient ? target : client);
    }

    [TestMethod]
    public void Every_write_is_split_into_pieces()
    {
        _relay.Faults.ChunkSize = 3;
        (Socket client, Socket target) = Connect();

        client.Send(new byte[10]);
        Read(target, 10);
        Await(relay => relay is { Writes: 4, BytesToTarget: 10 });
        target.Send(new byte[3]);
        Read(client, 3);

        Await(relay => relay.Writes == 5);
    }

    [TestMethod]
    public void A_delay_holds_bytes_back_at_least_so_long()
    {
        _relay.Faults.Delay = TimeSpan.FromMilliseconds(200);
        (Socket client, Socket target) = Connect();
        long since = Environment.TickCount64;

        client.Send([1]);
        Read(target, 1);
        target.Send([2]);
        Read(client, 1);

        Assert.IsGreaterThanOrEqualTo(400, Environment.TickCount64 - since);
    }

    [TestMethod]
    public void What_waits_goes_on_when_the_delay_ends()
    {
        _relay.Faults.Delay = TimeSpan.FromDays(1);
        (Socket client, Socket target) = Connect();
        client.Send([1, 2]);
        client.Shutdown(SocketShutdown.Send);

        _relay.Faults.Delay = TimeSpan.Zero;

        CollectionAssert.AreEqual((byte[])[1, 2], Read(target, 2));
        AssertEnd(target);
    }

    [TestMethod]
    public void A_black_hole_swallows_one_direction_and_lets_the_other_pass()
    {
        (Socket client, Socket target) = Connect();
        _relay.Faults.Drop(RelayDirection.ToTarget);

        client.Send([1, 2, 3]);
        Await(relay => relay.BytesDropped == 3);
        target.Send([4]);
        CollectionAssert.AreEqual((byte[])[4], Read(client, 1));
        _relay.Faults.EndDrop();
        client.Send([5]);

        CollectionAssert.AreEqual((byte[])[5], Read(target, 1));
        Await(relay => relay.BytesToTarget == 1);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void A_black_hole_hides_the_end_of_a_connection_until_it_ends(bool reset)
    {
        (Socket client, Socket target) = Connect();
        _relay.Faults.Drop(RelayDirection.Both);
        target.Send([1]);
        Await(relay => relay.BytesDropped == 1);

        if (reset)
        {
            Reset(target);
        }
        else
        {
            target.Shutdown(SocketShutdown.Send);
        }

        client.Send([2]);
        Await(relay => relay.BytesDropped == 2);
        Assert.IsFalse(client.Poll(TimeSpan.FromMilliseconds(100), SelectMode.SelectRead), "Something came through the black hole.");
        _relay.Faults.EndDrop();

        if (reset)
        {
            AssertReset(client);
        }
        else
        {
            AssertEnd(client);
        }
    }

    [TestMethod]
    public void A_cut_now_ends_both_sides_in_order_though_data_is_under_way()
    {
        (Socket client, Socket target) = Connect();
        _relay.Faults.Delay = TimeSpan.FromDays(1);
        client.Send(new byte[1000]);
        target.Send(new byte[1000]);

        _relay.Faults.Cut();

        AssertEnd(client);
        AssertEnd(target);
        Await(relay => relay is { ConnectionCount: 0, BytesToTarget: 0, BytesToClient: 0 });
    }

    [TestMethod]
    public void A_reset_now_resets_both_sides()
    {
        (Socket client, Socket target) = Connect();
        Await(relay => relay.ConnectionCount == 1);

        _relay.Faults.Reset();

        AssertReset(client);
        AssertReset(target);
        Await(relay => relay.ConnectionCount == 0);
    }

    [TestMethod]
    public void A_cut_after_some_bytes_lets_exactly_those_arrive()
    {
        _relay.Faults.CutAfter(5, RelayDirection.ToTarget);
        (Socket client, Socket target) = Connect();
        target.Send(new byte[100]); // This direction does not count.
        Read(client, 100);

        client.Send([1, 2, 3, 4, 5, 6, 7]);

        CollectionAssert.AreEqual((byte[])[1, 2, 3, 4, 5], Read(target, 5));
        AssertEnd(target);
        AssertEnd(client);
        Assert.AreEqual(5, _relay.BytesToTarget);
    }

    [TestMethod]
    public void A_cut_that_counts_both_directions_counts_them_together()
    {
        _relay.Faults.CutAfter(5);
        (Socket client, Socket target) = Connect();

        client.Send([1, 2, 3]);
        Read(target, 3);
        target.Send([4, 5, 6]);

        CollectionAssert.AreEqual((byte[])[4, 5], Read(client, 2));
        AssertEnd(client);
    }

    [TestMethod]
    public void A_reset_after_some_bytes_counts_from_when_it_was_asked_for()
    {
        (Socket client, Socket target) = Connect();
        client.Send(new byte[10]);
        Read(target, 10);
        Await(relay => relay.BytesToTarget == 10);
        _relay.Faults.ResetAfter(4);

        client.Send(new byte[3]);
        Read(target, 3);
        client.Send(new byte[3]);

        AssertReset(client);
        Assert.AreEqual(14, _relay.BytesToTarget);
    }

    [TestMethod]
    public void A_cut_ends_as_many_connections_as_it_was_told()
    {
        _relay.Faults.ResetAfter(0, times: 2);

        AssertReset(Dial());
        AssertReset(Dial());
        (Socket client, Socket target) = Connect();
        client.Send([1]);

        CollectionAssert.AreEqual((byte[])[1], Read(target, 1));
    }

    [TestMethod]
    public void New_connections_are_refused_while_open_ones_stay_and_accepted_again_on_the_same_port()
    {
        (Socket client, Socket target) = Connect();
        int port = _relay.Port;

        _relay.Faults.RefusesConnections = true;
        Assert.AreEqual(SocketError.ConnectionRefused, Assert.ThrowsExactly<SocketException>(() => Dial()).SocketErrorCode);
        client.Send([1]);
        Read(target, 1);
        _relay.Faults.RefusesConnections = false;

        Connect();
        Assert.AreEqual(port, _relay.Port);
        Assert.AreEqual(2, _relay.Accepted);
    }

    [TestMethod]
    public void A_target_that_is_not_there_resets_the_client()
    {
        _listener.Dispose();

        AssertReset(Dial());

        Await(relay => relay is { Unreachable: 1, ConnectionCount: 0 });
    }

    [TestMethod]
    public void Clear_ends_all_faults()
    {
        (Socket client, Socket target) = Connect();
        _relay.Faults.Delay = TimeSpan.FromDays(1);
        _relay.Faults.ChunkSize = 1;
        _relay.Faults.Drop(RelayDirection.Both);
        _relay.Faults.CutAfter(1);
        _relay.Faults.RefusesConnections = true;

        _relay.Faults.Clear();

        client.Send([1, 2, 3]);
        CollectionAssert.AreEqual((byte[])[1, 2, 3], Read(target, 3));
        Await(relay => relay.Writes == 1);
        Connect();
    }

    [TestMethod]
    public void It_says_what_happens_in_order()
    {
        var lines = new System.Collections.Concurrent.BlockingCollection<string>();
        _relay.Logged += (_, line) => lines.Add(line);
        Connect();
        _relay.Faults.Reset();

        Assert.IsTrue(lines.TryTake(out string? first, Patience));
        Assert.IsTrue(lines.TryTake(out string? second, Patience));
        StringAssert.EndsWith(first, ": accepted", StringComparison.Ordinal);
        StringAssert.EndsWith(second, ": reset by a fault", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Dispose_resets_what_is_open_and_leaves_nothing_running()
    {
        (Socket client, Socket target) = Connect();
        (Socket delayed, Socket other) = Connect();
        _relay.Faults.Drop(RelayDirection.Both);
        _relay.Faults.Delay = TimeSpan.FromDays(1);
        delayed.Send([1]);
        other.Shutdown(SocketShutdown.Send);

        _relay.Dispose(); // It returns only when all of its loops have ended.
        _relay.Dispose();

        AssertReset(client);
        AssertReset(target);
        Assert.AreEqual(0, _relay.ConnectionCount);
        Assert.ThrowsExactly<SocketException>(() => Dial());
    }

    public void Dispose()
    {
        _relay.Dispose();
        _sockets.ForEach(socket => socket.Dispose());
        _listener.Dispose();
    }

    private static byte[] Read(Socket socket, int count)
    {
        byte[] bytes = new byte[count];
        for (int read = 0; read < count;)
        {
            int more = socket.Receive(bytes, read, count - read, SocketFlags.None);
            Assert.AreNotEqual(0, more, $"The connection ended after {read} of {count} bytes.");
            read += more;
        }

        return bytes;
    }

    private static void AssertEnd(Socket socket) => Assert.AreEqual(0, socket.Receive(new byte[1]), "More bytes came instead of the end.");

    private static void AssertReset(Socket socket)
    {
        SocketException reset = Assert.ThrowsExactly<SocketException>(() => socket.Receive(new byte[1]));
        Assert.AreEqual(SocketError.ConnectionReset, reset.SocketErrorCode);
    }

    private static void Reset(Socket socket)
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    private void Await(Func<TcpRelay, bool> condition) => Assert.IsTrue(_relay.WaitFor(condition), "It did not happen in time.");

    private Socket Dial()
    {
        Socket socket = Keep(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        socket.NoDelay = true;
        socket.Connect(IPAddress.Loopback, _relay.Port);
        return socket;
    }

    private (Socket Client, Socket Target) Connect()
    {
        Socket client = Dial();
        return (client, Keep(_listener.Accept()));
    }

    private Socket Keep(Socket socket)
    {
        socket.ReceiveTimeout = Patience;
        _sockets.Add(socket);
        return socket;
    }
}
