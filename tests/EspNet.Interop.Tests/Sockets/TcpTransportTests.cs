using System;
using System.Net.Sockets;
using System.Threading;
using EspNet.Sockets;
using EspNet.Tests;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace EspNet.Interop.Tests.Sockets;

[TestClass]
public sealed class TcpTransportTests : IDisposable
{
    private readonly Loopback _server = new();
    private readonly byte[] _buffer = new byte[1024];

    public void Dispose() => _server.Dispose();

    [TestMethod]
    public void A_read_returns_what_is_there_and_times_out_when_there_is_nothing()
    {
        (TcpTransport transport, Socket peer) = _server.Connect();
        using (transport)
        using (peer)
        {
            Assert.AreEqual(Transport.TimedOut, transport.Read(_buffer, 0, 10, 0));
            Assert.AreEqual(Transport.TimedOut, transport.Read(_buffer, 0, 10, 20));
            peer.Send([1, 2, 3, 4, 5]);

            Assert.AreEqual(3, transport.Read(_buffer, 7, 3, Timeout.Infinite));
            Assert.AreEqual(2, transport.Read(_buffer, 10, 100, Loopback.Patience));

            CollectionAssert.AreEqual(new byte[] { 1, 2, 3, 4, 5 }, _buffer[7..12]);
        }
    }

    [TestMethod]
    public void A_read_returns_zero_after_the_peer_has_closed()
    {
        (TcpTransport transport, Socket peer) = _server.Connect();
        using (transport)
        {
            peer.Send([1]);
            peer.Close();

            Assert.AreEqual(1, transport.Read(_buffer, 0, 10, Loopback.Patience));
            Assert.AreEqual(Transport.EndOfStream, transport.Read(_buffer, 0, 10, Loopback.Patience));
            Assert.AreEqual(Transport.EndOfStream, transport.Read(_buffer, 0, 10, 0));
            Assert.IsTrue(transport.Poll(TransportPoll.Read, 0));
        }
    }

    [TestMethod]
    public void A_read_without_a_time_waits_for_that_of_the_options()
    {
        (TcpTransport transport, Socket peer) = _server.Connect(new TcpOptions { ReceiveTimeout = 20 });
        using (transport)
        using (peer)
        {
            Assert.AreEqual(Transport.TimedOut, transport.Read(_buffer, 0, 10));
            peer.Send([1]);
            transport.Poll(TransportPoll.Read, Loopback.Patience);
            Assert.AreEqual(1, transport.Read(_buffer, 0, 10));
        }
    }

    [TestMethod]
    public void A_reset_stays_one_however_often_it_is_asked_for()
    {
        (TcpTransport transport, Socket peer) = _server.Connect();
        using (transport)
        {
            Loopback.Reset(peer);
            Assert.IsTrue(transport.Poll(TransportPoll.Error, Loopback.Patience));

            Assert.AreEqual(TransportError.Reset, Loopback.Fails(() => transport.Read(_buffer, 0, 10, 0)).Error);
            Assert.AreEqual(TransportError.Reset, Loopback.Fails(() => transport.Read(_buffer, 0, 10, 0)).Error);
            Assert.IsTrue(transport.Poll(TransportPoll.Error, 0));
            Assert.IsTrue(transport.Poll(TransportPoll.Read, 0));
            Assert.IsTrue(transport.Poll(TransportPoll.Write, 0));
        }
    }

    [TestMethod]
    public void A_loop_of_reads_ends_with_closed_whenever_another_thread_closes()
    {
        for (int i = 0; i < 200; i++)
        {
            (TcpTransport transport, Socket peer) = _server.Connect(new TcpOptions { CloseTimeout = 5 });
            Background reader = new(() =>
            {
                while (true)
                {
                    transport.Read(_buffer, 0, 1, 0);
                }
            });
            Thread.SpinWait(i * 100);

            transport.Close();

            Exception end = reader.End()!;
            Assert.IsInstanceOfType<TransportException>(end, end.ToString());
            peer.Dispose();
        }
    }

    [TestMethod]
    public void A_poll_for_errors_ends_with_a_reset_and_not_with_data_or_the_peers_close()
    {
        (TcpTransport reset, Socket resetting) = _server.Connect();
        (TcpTransport closed, Socket closing) = _server.Connect();
        using (reset)
        using (closed)
        {
            closing.Send([1]);
            closing.Close();
            Assert.IsTrue(closed.Poll(TransportPoll.Read, Loopback.Patience));
            Assert.IsFalse(closed.Poll(TransportPoll.Error, 20));
            Assert.IsFalse(reset.Poll(TransportPoll.Error, 0));

            Background poll = new Background(
                () => Assert.IsTrue(reset.Poll(TransportPoll.Error, Loopback.Patience))).LetItWait();
            Loopback.Reset(resetting);

            poll.Returns();
        }
    }

    [TestMethod]
    public void A_half_closed_peer_can_still_be_written_to()
    {
        (TcpTransport transport, Socket peer) = _server.Connect();
        using (transport)
        using (peer)
        {
            peer.Shutdown(SocketShutdown.Send);
            Assert.AreEqual(Transport.EndOfStream, transport.Read(_buffer, 0, 10, Loopback.Patience));

            transport.Write([1, 2, 3], 0, 3);

            Assert.AreEqual(3, peer.Receive(_buffer));
        }
    }

    [TestMethod]
    public void A_peers_reset_ends_a_read_and_a_write_with_reset()
    {
        (TcpTransport transport, Socket peer) = _server.Connect();
        using (transport)
        {
            Background read = new Background(() => transport.Read(_buffer, 0, 10, Timeout.Infinite)).LetItWait();

            Loopback.Reset(peer);

            Assert.AreEqual(TransportError.Reset, ((TransportException)read.End()!).Error);
            Assert.AreEqual(TransportError.Reset, Loopback.Fails(() => transport.Write(_buffer, 0, 10)).Error);
        }
    }

    [TestMethod]
    public void An_abort_wakes_a_read_and_resets_the_peer()
    {
        (TcpTransport transport, Socket peer) = _server.Connect();
        using (peer)
        {
            Background read = new Background(() => transport.Read(_buffer, 0, 10, Timeout.Infinite)).LetItWait();

            transport.Abort();

            Assert.AreEqual(TransportError.Closed, ((TransportException)read.End()!).Error);
            Assert.AreEqual(
                SocketError.ConnectionReset,
                Assert.ThrowsExactly<SocketException>(() => peer.Receive(_buffer)).SocketErrorCode);
        }
    }

    [TestMethod]
    public void An_abort_that_nobody_waits_for_resets_the_peer_too()
    {
        (TcpTransport transport, Socket peer) = _server.Connect();
        using (peer)
        {
            transport.Abort();

            Assert.AreEqual(
                SocketError.ConnectionReset,
                Assert.ThrowsExactly<SocketException>(() => peer.Receive(_buffer)).SocketErrorCode);
        }
    }

    [TestMethod]
    public void An_abort_wakes_a_write_that_waits_for_the_peer()
    {
        (TcpTransport transport, Socket peer) = _server.Connect(new TcpOptions { SendTimeout = Timeout.Infinite });
        using (peer)
        {
            byte[] much = new byte[32 * 1024 * 1024];
            Background write = new Background(() => transport.Write(much, 0, much.Length)).LetItWait();

            transport.Abort();

            Assert.AreEqual(TransportError.Closed, ((TransportException)write.End()!).Error);
        }
    }

    [TestMethod]
    public void An_abort_wakes_a_poll_which_then_says_that_a_read_will_not_wait()
    {
        (TcpTransport transport, Socket peer) = _server.Connect();
        using (peer)
        {
            bool ready = false;
            Background poll = new Background(() => ready = transport.Poll(TransportPoll.Read, Timeout.Infinite)).LetItWait();

            transport.Abort();

            Assert.IsNull(poll.End());
            Assert.IsTrue(ready);
        }
    }

    [TestMethod]
    public void A_close_wakes_a_reader_of_another_thread_and_still_delivers_what_was_written()
    {
        (TcpTransport transport, Socket peer) = _server.Connect(new TcpOptions { CloseTimeout = 50 });
        using (peer)
        {
            // More than the peer's kernel takes unread, so that some of it is still on this side when it closes.
            const int Length = 2_000_000;
            Background read = new Background(() => transport.Read(_buffer, 0, 10, Timeout.Infinite)).LetItWait();

            transport.Write(new byte[Length], 0, Length);
            transport.Close();

            Assert.AreEqual(TransportError.Closed, ((TransportException)read.End()!).Error);
            Assert.AreEqual(Length, ReceiveAll(peer));
        }
    }

    [TestMethod]
    public void A_write_times_out_when_the_peer_takes_nothing_and_the_transport_stays_unusable()
    {
        (TcpTransport transport, Socket peer) = _server.Connect(new TcpOptions { SendTimeout = 100 });
        using (transport)
        using (peer)
        {
            byte[] much = new byte[32 * 1024 * 1024];

            Assert.AreEqual(TransportError.TimedOut, Loopback.Fails(() => transport.Write(much, 0, much.Length)).Error);
            Assert.IsTrue(transport.Poll(TransportPoll.Write, 0), "The next write does not wait, it fails.");
            Assert.AreEqual(TransportError.TimedOut, Loopback.Fails(() => transport.Write(much, 0, 1)).Error);
        }
    }

    [TestMethod]
    public void A_second_reader_gets_an_exception_and_the_first_one_its_data()
    {
        (TcpTransport transport, Socket peer) = _server.Connect();
        using (transport)
        using (peer)
        {
            int read = 0;
            Background first = new Background(() => read = transport.Read(_buffer, 0, 10, Timeout.Infinite)).LetItWait();

            Assert.ThrowsExactly<InvalidOperationException>(() => transport.Read(new byte[1], 0, 1, 0));
            peer.Send([1, 2]);

            Assert.IsNull(first.End());
            Assert.AreEqual(2, read);
        }
    }

    [TestMethod]
    public void A_close_delivers_what_was_written_even_when_unread_data_is_waiting()
    {
        (TcpTransport transport, Socket peer) = _server.Connect(new TcpOptions { CloseTimeout = Loopback.Patience });
        using (peer)
        {
            const int Length = 3_000_000;
            peer.Send(new byte[5000]);
            Assert.IsTrue(transport.Poll(TransportPoll.Read, Loopback.Patience));
            Background write = new(() =>
            {
                transport.Write(new byte[Length], 0, Length);
                transport.Close();
            });

            int received = ReceiveAll(peer);

            peer.Close();
            Assert.IsNull(write.End());
            Assert.AreEqual(Length, received);
        }
    }

    [TestMethod]
    public void A_close_does_not_wait_for_ever_for_a_peer_that_stays()
    {
        (TcpTransport transport, Socket peer) = _server.Connect(new TcpOptions { CloseTimeout = 50 });
        using (peer)
        {
            Background close = new(transport.Close);

            Assert.IsNull(close.End());
            Assert.AreEqual(0, peer.Receive(_buffer));
        }
    }

    [TestMethod]
    public void A_thousand_connections_leave_no_descriptor_behind()
    {
        Connection(0);
        Descriptors.Settle();
        int before = Descriptors.Count();

        for (int i = 0; i < 1000; i++)
        {
            Connection(i % 4);
        }

        // No garbage collection before the count: nothing may be left to a finalizer.
        Assert.AreEqual(before, Descriptors.Count());

        void Connection(int ending)
        {
            if (ending == 3)
            {
                using TcpTransport refused = new();
                Loopback.Fails(() => refused.Connect("127.0.0.1", 1));
                return;
            }

            (TcpTransport transport, Socket peer) = _server.Connect(new TcpOptions { CloseTimeout = 0 });
            transport.Write(_buffer, 0, 100);
            switch (ending)
            {
                case 0:
                    peer.Close();
                    transport.Close();
                    break;
                case 1:
                    transport.Abort();
                    peer.Close();
                    break;
                default:
                    Loopback.Reset(peer);
                    transport.Dispose();
                    break;
            }
        }
    }

    [TestMethod]
    public void Reading_writing_and_polling_allocate_nothing()
    {
        (TcpTransport transport, Socket peer) = _server.Connect();
        using (transport)
        using (peer)
        {
            byte[] echo = new byte[100];
            Rounds(200);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Rounds(1000);

            Assert.AreEqual(0, GC.GetAllocatedBytesForCurrentThread() - before);

            void Rounds(int count)
            {
                for (int i = 0; i < count; i++)
                {
                    transport.Write(_buffer, 0, 100);
                    for (int n = 0; n < 100;)
                    {
                        n += peer.Receive(echo, n, 100 - n, SocketFlags.None);
                    }

                    if (transport.Poll(TransportPoll.Read, 0) || transport.Read(_buffer, 0, 10, 0) != Transport.TimedOut)
                    {
                        throw new InvalidOperationException("There was nothing to read.");
                    }

                    peer.Send(echo, 0, 100, SocketFlags.None);
                    for (int n = 0; n < 100;)
                    {
                        n += transport.Read(_buffer, n, 100 - n, Timeout.Infinite);
                    }
                }
            }
        }
    }

    /// <summary>How many bytes come before the end.</summary>
    private static int ReceiveAll(Socket peer)
    {
        byte[] chunk = new byte[64 * 1024];
        int received = 0;
        for (int n = peer.Receive(chunk); n > 0; n = peer.Receive(chunk))
        {
            received += n;
        }

        return received;
    }
}
