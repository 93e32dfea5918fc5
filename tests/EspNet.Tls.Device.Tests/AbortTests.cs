using System;
using System.Net.Sockets;
using System.Threading;
using EspNet.Interop.Tests.Sockets;
using EspNet.Sockets;
using EspNet.Tests;
using EspNet.Tls.Device.Tests.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace EspNet.Tls.Device.Tests;

/// <summary>
/// What another thread does to a session in use. The end of every test looks for calls that met a closed socket or a
/// disposed stream, each of which crashes a device.
/// </summary>
[TestClass]
public sealed class AbortTests : DeviceTest
{
    private const int Rounds = 300;

    private readonly Random _random = new(1);

    [TestMethod]
    public void An_abort_wakes_a_read_that_waits()
    {
        (TlsTransport transport, Peer peer) = Connect();
        Background read = new Background(() => transport.Read(Buffer, 0, 10, Timeout.Infinite)).LetItWait();

        transport.Abort();
        transport.Abort();

        Failed(TransportError.Closed, read);
        Assert.AreEqual(0, Firmware.ContextsInUse);
        Assert.AreEqual(0, SocketBudget.Open);
        Fails(TransportError.Closed, () => transport.Read(Buffer, 0, 1, 0));
        Fails(TransportError.Closed, () => transport.WriteAll([1]));
        Assert.IsNull(ReadOrNull(peer), "An abort sends no close notification.");
    }

    [TestMethod]
    public void An_abort_wakes_a_read_in_the_middle_of_a_record()
    {
        for (int i = 0; i < 20; i++)
        {
            (TlsTransport transport, Peer peer) = Connect();
            peer.Send([4, 0, 1]);
            Background read = new(() => transport.Read(Buffer, 0, 10, Timeout.Infinite));

            // Sometimes before the read takes the first bytes, sometimes while it waits for the others.
            Thread.Sleep(_random.Next(8));

            transport.Abort();

            Failed(TransportError.Closed, read);
            Assert.AreEqual(string.Empty, Firmware.Accident);
        }
    }

    [TestMethod]
    public void An_abort_wakes_a_poll_that_waits()
    {
        (TlsTransport transport, _) = Connect();
        bool answer = false;
        Background poll = new Background(() => answer = transport.Poll(TransportPoll.Read, Timeout.Infinite)).LetItWait();

        transport.Abort();

        poll.Returns();
        Assert.IsTrue(answer);
    }

    [TestMethod]
    public void An_abort_wakes_a_write_that_the_peer_does_not_take()
    {
        (TlsTransport transport, _) = Connect(tcp: new TcpOptions { SendTimeout = Timeout.Infinite });
        byte[] much = new byte[64 * 1024 * 1024];
        Background write = new Background(() => transport.WriteAll(much)).LetItWait();

        transport.Abort();

        Failed(TransportError.Closed, write);
    }

    [TestMethod]
    public void An_abort_at_any_moment_of_reads_is_survived() => EndAtAnyMoment(
        transport => transport.Abort(),
        (transport, round) => transport.Read(Buffer, 0, 10, round % 2));

    [TestMethod]
    public void An_abort_at_any_moment_between_polls_and_reads_is_survived() => EndAtAnyMoment(
        transport => transport.Abort(),
        (transport, _) =>
        {
            transport.Poll(TransportPoll.Read, 0);
            transport.Poll(TransportPoll.Read, 0);
            transport.Read(Buffer, 0, 2, 0);
        });

    [TestMethod]
    public void An_abort_at_any_moment_of_writes_is_survived() => EndAtAnyMoment(
        transport => transport.Abort(),
        (transport, _) => transport.Write(Buffer, 0, 100));

    [TestMethod]
    public void A_close_at_any_moment_is_survived() => EndAtAnyMoment(
        transport => transport.Close(),
        (transport, round) =>
        {
            if (round % 2 == 0)
            {
                transport.Write(Buffer, 0, 100);
            }

            transport.Poll(TransportPoll.Read, 0);
            transport.Read(Buffer, 0, 2, 0);
        });

    [TestMethod]
    public void Closes_and_aborts_of_several_threads_free_the_context_once()
    {
        for (int i = 0; i < Rounds; i++)
        {
            (TlsTransport transport, Peer peer) = Connect();
            Background first = new(transport.Close);
            Background second = new(transport.Abort);

            transport.Dispose();

            first.Returns();
            second.Returns();
            Assert.AreEqual(0, Firmware.ContextsInUse);
            Assert.AreEqual(string.Empty, Firmware.Accident);
            peer.Dispose();
        }
    }

    [TestMethod]
    public void A_connection_that_is_aborted_below_the_session_is_survived()
    {
        for (int i = 0; i < Rounds; i++)
        {
            (TcpTransport accepted, Peer client) = Accept();
            TlsTransport transport = Use(new TlsTransport(accepted, Identities.ForServer()));
            transport.AuthenticateAsServer();
            client.ReadContent();
            client.SendData(Pattern(500));
            Background use = new(() => UseUntilItFails(
                () =>
                {
                    transport.Poll(TransportPoll.Read, 0);
                    transport.Read(Buffer, 0, 1, 0);
                    transport.Write(Buffer, 0, 10);
                }));
            Spin();

            // A server does so with its clients when it stops, or when it is full and makes room.
            accepted.Abort();

            Failed(TransportError.Closed, use);
            Assert.AreEqual(string.Empty, Firmware.Accident);
            transport.Dispose();
            Assert.AreEqual(0, Firmware.ContextsInUse);
            client.Dispose();
        }
    }

    [TestMethod]
    public void A_connection_that_is_aborted_below_a_beginning_handshake_ends_as_closed()
    {
        for (int i = 0; i < Rounds; i++)
        {
            (TcpTransport accepted, Peer client) = Accept();
            TlsTransport transport = Use(new TlsTransport(accepted, Identities.ForServer()));
            using ManualResetEventSlim go = new();
            Background handshake = new(() =>
            {
                go.Set();
                transport.AuthenticateAsServer();
                UseUntilItFails(() => transport.Read(Buffer, 0, 1, 100));
            });
            go.Wait();
            Spin();

            accepted.Abort();

            Failed(TransportError.Closed, handshake);
            transport.Dispose();
            Assert.AreEqual(0, Firmware.ContextsInUse);
            client.Dispose();
        }
    }

    [TestMethod]
    public void A_session_whose_server_closed_the_connection_below_says_closed_and_can_be_polled()
    {
        (TcpTransport accepted, Peer client) = Accept();
        TlsTransport transport = Use(new TlsTransport(accepted, Identities.ForServer()));
        transport.AuthenticateAsServer();
        client.ReadContent();

        accepted.Abort();

        Assert.IsTrue(transport.Poll(TransportPoll.Read, 0));
        Fails(TransportError.Closed, () => transport.Read(Buffer, 0, 1, 0));
        Fails(TransportError.Closed, () => transport.WriteAll([1]));
        transport.Close();
        Assert.AreEqual(0, Firmware.ContextsInUse);
    }

    private static byte[]? ReadOrNull(Peer peer)
    {
        try
        {
            return peer.ReadContent();
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private static void UseUntilItFails(Action use)
    {
        while (true)
        {
            use();
        }
    }

    /// <summary>Bytes come all the time, one thread uses the transport all the time, and this one ends it at a random moment.</summary>
    private void EndAtAnyMoment(Action<TlsTransport> end, Action<TlsTransport, int> use)
    {
        for (int i = 0; i < Rounds; i++)
        {
            int round = i;
            (TlsTransport transport, Peer peer) = Connect();
            byte[] record = Peer.Record(Pattern(20));
            for (int j = 0; j < 10; j++)
            {
                peer.Send(record);
            }

            Background user = new(() => UseUntilItFails(() => use(transport, round)));
            Spin();

            end(transport);

            Failed(TransportError.Closed, user);
            Assert.AreEqual(string.Empty, Firmware.Accident, $"In round {i}.");
            Assert.AreEqual(0, Firmware.ContextsInUse);
            peer.Dispose();
        }
    }

    private void Spin() => Thread.SpinWait(_random.Next(20_000));
}
