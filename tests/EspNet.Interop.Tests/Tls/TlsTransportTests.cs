using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using EspNet.Interop.Tests.Sockets;
using EspNet.Interop.Tests.Support;
using EspNet.Sockets;
using EspNet.Tests;
using EspNet.Tls;

namespace EspNet.Interop.Tests.Tls;

/// <summary>What a secure transport promises as a transport.</summary>
[TestClass]
public sealed class TlsTransportTests : TlsTest
{
    [TestMethod]
    public void A_megabyte_arrives_whole_in_each_direction()
    {
        (TlsTransport transport, SslStream peer) = Connect();
        byte[] sent = new byte[1024 * 1024];
        new Random(1).NextBytes(sent);
        byte[] received = new byte[sent.Length];
        Background echo = new(() =>
        {
            byte[] all = new byte[sent.Length];
            peer.ReadExactly(all);
            peer.Write(all);
        });

        transport.WriteAll(sent);
        transport.ReadExactly(received, 0, received.Length, Loopback.Patience);

        echo.Returns();
        CollectionAssert.AreEqual(sent, received);
    }

    [TestMethod]
    public void A_read_returns_what_is_there_and_times_out_when_there_is_nothing()
    {
        (TlsTransport transport, SslStream peer) = Connect();

        Assert.AreEqual(Transport.TimedOut, transport.Read(_buffer, 0, 10, 0));
        Assert.AreEqual(Transport.TimedOut, transport.Read(_buffer, 0, 10, 20));
        Assert.IsFalse(transport.Poll(TransportPoll.Read, 20));
        peer.Write([1, 2, 3, 4, 5]);
        Assert.IsTrue(transport.Poll(TransportPoll.Read, Loopback.Patience));
        Assert.AreEqual(3, transport.Read(_buffer, 7, 3, 0));
        Assert.IsTrue(transport.Poll(TransportPoll.Read, 0), "What is decrypted already was not seen.");
        Assert.AreEqual(2, transport.Read(_buffer, 10, 100, 0));

        CollectionAssert.AreEqual(new byte[] { 1, 2, 3, 4, 5 }, _buffer[7..12]);
    }

    [TestMethod]
    public void A_read_that_times_out_in_the_middle_of_a_record_loses_nothing()
    {
        (TlsTransport transport, SslStream peer) = Connect();
        byte[] record = new byte[1000];
        new Random(2).NextBytes(record);
        _network!.HoldBackAfter(300);
        peer.Write(record);

        Assert.AreEqual(Transport.TimedOut, transport.Read(_buffer, 0, 1000, 50));
        Assert.AreEqual(Transport.TimedOut, transport.Read(_buffer, 0, 1000, 0));
        _network.Release();

        transport.ReadExactly(_buffer, 0, 1000, Loopback.Patience);
        CollectionAssert.AreEqual(record, _buffer[..1000]);
    }

    [TestMethod]
    public void A_close_notification_ends_the_stream_and_so_does_a_close_without_one()
    {
        (TlsTransport first, SslStream polite) = Connect();
        polite.Write([1]);
        polite.ShutdownAsync().GetAwaiter().GetResult();
        Assert.AreEqual(1, first.Read(_buffer, 0, 10, Loopback.Patience));
        Assert.AreEqual(Transport.EndOfStream, first.Read(_buffer, 0, 10, Loopback.Patience));
        Assert.AreEqual(Transport.EndOfStream, first.Read(_buffer, 0, 10, 0));

        (TlsTransport second, SslStream rude) = Connect();
        rude.Dispose();
        Assert.AreEqual(Transport.EndOfStream, second.Read(_buffer, 0, 10, Loopback.Patience));
    }

    [TestMethod]
    public void Closing_delivers_what_was_written_and_the_close_notification()
    {
        (TlsTransport transport, SslStream peer) = Connect();
        byte[] much = new byte[100_000];
        Background read = new(() =>
        {
            byte[] all = new byte[much.Length];
            peer.ReadExactly(all);
            Assert.AreEqual(0, peer.Read(all, 0, 1));
            peer.Dispose();
        });

        transport.WriteAll(much);
        transport.Close();
        transport.Close();

        read.Returns();
        Assert.AreEqual(TransportError.Closed, Loopback.Fails(() => transport.Read(_buffer, 0, 1, 0)).Error);
        Assert.AreEqual(TransportError.Closed, Loopback.Fails(() => transport.WriteAll([1])).Error);
    }

    [TestMethod]
    public void Closing_ends_in_its_time_although_a_read_is_pending_and_the_peer_goes_on_talking()
    {
        for (int i = 0; i < 20; i++)
        {
            (TlsTransport transport, SslStream peer) = Connect(new TcpOptions { CloseTimeout = 100 });
            Assert.AreEqual(Transport.TimedOut, transport.Read(_buffer, 0, 1, 1));
            Background answer = new(() =>
            {
                Assert.AreEqual(0, peer.Read(new byte[1], 0, 1)); // The close notification.
                peer.Write([1]);
            });

            Background close = new(transport.Close);

            close.Returns();
            answer.End();
        }
    }

    [TestMethod]
    public void A_peers_reset_ends_reads_polls_and_writes_as_a_transports_failure()
    {
        (TlsTransport transport, SslStream peer) = Connect(out Socket socket);
        Background read = new Background(() => transport.Read(_buffer, 0, 10, Timeout.Infinite)).LetItWait();
        _ = peer;

        Loopback.Reset(socket);

        Assert.AreEqual(TransportError.Reset, ((TransportException)read.End()!).Error);
        Assert.IsTrue(transport.Poll(TransportPoll.Error, Loopback.Patience));
        Assert.IsTrue(transport.Poll(TransportPoll.Read, 0));
        Assert.IsInstanceOfType<TransportException>(Assert.Throws<Exception>(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                transport.WriteAll(_buffer);
            }
        }));
    }

    [TestMethod]
    public void A_reset_by_a_server_that_does_without_a_client_certificate_is_no_refusal_of_one()
    {
        _asksForCertificate = true;
        (TlsTransport transport, SslStream peer) = Connect(out Socket socket);
        peer.Write([1]);
        Assert.AreEqual(1, transport.Read(_buffer, 0, 1, Loopback.Patience));

        Loopback.Reset(socket);

        TransportException failure = Loopback.Fails(() => transport.Read(_buffer, 0, 1, Loopback.Patience));
        Assert.AreEqual(TransportError.Reset, failure.Error);
        Assert.IsNotInstanceOfType<TlsException>(failure);
    }

    [TestMethod]
    public void An_abort_wakes_a_read_and_gives_the_socket_back()
    {
        int open = SocketBudget.Open;
        (TlsTransport transport, _) = Connect();
        Background read = new Background(() => transport.Read(_buffer, 0, 10, Timeout.Infinite)).LetItWait();
        Assert.AreEqual(open + 1, SocketBudget.Open);

        transport.Abort();
        transport.Abort();

        Assert.AreEqual(TransportError.Closed, ((TransportException)read.End()!).Error);
        Assert.AreEqual(open, SocketBudget.Open);
    }

    [TestMethod]
    public void An_abort_wakes_a_write_that_the_peer_does_not_take()
    {
        (TlsTransport transport, _) = Connect(tcp: new TcpOptions { SendTimeout = Timeout.Infinite });
        byte[] much = new byte[64 * 1024 * 1024];
        Background write = new Background(() => transport.WriteAll(much)).LetItWait();

        transport.Abort();

        Assert.AreEqual(TransportError.Closed, ((TransportException)write.End()!).Error);
    }

    [TestMethod]
    public void A_write_that_the_peer_does_not_take_times_out_and_no_further_one_is_possible()
    {
        (TlsTransport transport, _) = Connect(tcp: new TcpOptions { SendTimeout = 100 });
        byte[] much = new byte[64 * 1024 * 1024];

        Assert.AreEqual(TransportError.TimedOut, Loopback.Fails(() => transport.WriteAll(much)).Error);

        TransportException next = Loopback.Fails(() => transport.WriteAll([1]));
        Assert.AreEqual(TransportError.TimedOut, next.Error);
        StringAssert.Contains(next.Message, "earlier write");
    }

    [TestMethod]
    public void A_second_reader_gets_an_exception()
    {
        (TlsTransport transport, _) = Connect();
        Background read = new Background(() => transport.Read(_buffer, 0, 10, Timeout.Infinite)).LetItWait();

        Assert.ThrowsExactly<InvalidOperationException>(() => transport.Read(new byte[1], 0, 1, 0));

        transport.Abort();
        read.End();
    }

    [TestMethod]
    public void Two_writers_do_not_mix_their_records()
    {
        (TlsTransport transport, SslStream peer) = Connect();
        byte[] ones = new byte[50_000];
        byte[] twos = new byte[50_000];
        Array.Fill(ones, (byte)1);
        Array.Fill(twos, (byte)2);
        Background first = new(() => transport.WriteAll(ones));
        Background second = new(() => transport.WriteAll(twos));
        byte[] all = new byte[100_000];

        peer.ReadExactly(all);

        first.Returns();
        second.Returns();
        Assert.AreEqual(all[0] == 1 ? 50_000 : 0, Array.IndexOf(all, (byte)2));
        Assert.AreEqual(150_000, all.Sum(b => b));
    }

    [TestMethod]
    public void What_is_not_connected_says_so()
    {
        TlsTransport transport = new();

        Assert.AreEqual(TransportError.NotConnected, Loopback.Fails(() => transport.Read(_buffer, 0, 1, 0)).Error);
        Assert.AreEqual(TransportError.NotConnected, Loopback.Fails(() => transport.WriteAll([1])).Error);
        Assert.AreEqual(
            TransportError.NotConnected,
            Loopback.Fails(() => new TlsTransport(new TcpTransport(), null).AuthenticateAsClient("localhost")).Error);
        transport.Close();
        Assert.AreEqual(TransportError.Closed, Loopback.Fails(() => transport.Connect("localhost", 1)).Error);
    }

    [TestMethod]
    public void A_hundred_connections_leave_neither_sockets_nor_descriptors()
    {
        for (int i = 0; i < 5; i++)
        {
            ConnectAndEnd(i);
        }

        Descriptors.Settle();
        int open = SocketBudget.Open;
        int descriptors = Descriptors.Count();
        for (int i = 0; i < 100; i++)
        {
            ConnectAndEnd(i);
        }

        Descriptors.Settle();
        Assert.AreEqual(open, SocketBudget.Open);
        Assert.AreEqual(descriptors, Descriptors.Count());
    }

    private void ConnectAndEnd(int number)
    {
        (TlsTransport transport, SslStream peer) = Connect();
        if (number % 2 == 0)
        {
            transport.Abort();
        }
        else
        {
            peer.Dispose();
            transport.Close();
        }

        peer.Dispose();
    }
}
