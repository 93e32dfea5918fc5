using System;
using EspNet.Mqtt.Session;
using EspNet.Sockets;

namespace EspNet.Mqtt.Internal;

/// <summary>A QoS 0 message was written. Called without any lock.</summary>
internal delegate void WrittenHandler(int token);

/// <summary>
/// The writing side of the connection. Whichever thread has something to send becomes the writer for one buffer, unless
/// another one is writing already: that one then goes on with this. So the gate is never held while the transport
/// writes, and no handler runs while a thread is the writer.
/// </summary>
internal sealed class ClientLink
{
    /// <summary>What the client's thread sends before it reads again.</summary>
    private const int BuffersBetweenReads = 4;

    /// <summary>What an application's thread sends for others after its own message is done.</summary>
    private const int BuffersForOthers = 16;

    internal readonly object Gate;
    internal readonly MqttSession Session;

    private readonly ClientWaits _waits;
    private readonly WrittenHandler _written;
    private readonly byte[] _buffer;
    private readonly int _unblockedLength;
    private ITransport? _transport;
    private bool _isWriting;

    internal ClientLink(object gate, MqttSession session, ClientWaits waits, int bufferSize, WrittenHandler written)
    {
        Gate = gate;
        Session = session;
        _waits = waits;
        _buffer = new byte[bufferSize];
        _unblockedLength = bufferSize < Transport.WritableBytes ? bufferSize : Transport.WritableBytes;
        _written = written;
    }

    /// <summary>The connection; null between connections.</summary>
    internal ITransport? Current => _transport;

    /// <summary>Some thread is writing at this moment.</summary>
    internal bool IsWriting => _isWriting;

    /// <summary>Why writing to the connection failed; null while it works.</summary>
    internal Exception? Failure { get; private set; }

    /// <summary>What failed to be written was, or held, a PINGREQ.</summary>
    internal bool IsPingFailed { get; private set; }

    /// <summary>Starts the session on a connected transport. Called under the gate.</summary>
    internal void Open(ITransport transport, byte[] connectPacket, int timeout, long now)
    {
        _transport = transport;
        Failure = null;
        IsPingFailed = false;
        Session.Start(connectPacket, timeout, now);
    }

    /// <summary>Takes the transport away from session and writers. Called under the gate; the caller disposes it.</summary>
    internal ITransport? Close()
    {
        ITransport? transport = _transport;
        _transport = null;
        Session.Close();
        return transport;
    }

    /// <summary>The client's thread: sends a bounded amount, so that whatever others enqueue it comes to read again.</summary>
    internal void FlushSome()
    {
        for (int i = 0; i < BuffersBetweenReads && SendNext(true); i++)
        {
        }
    }

    /// <summary>A thread that waits: sends until there is nothing left, its time is over, or its own message and some more are done.</summary>
    internal void FlushUntil(Waiter? own, long deadline)
    {
        int others = 0;
        while (SendNext(true))
        {
            if ((own != null && own.IsDone && ++others > BuffersForOthers) || MonotonicClock.Milliseconds >= deadline)
            {
                return;
            }
        }
    }

    /// <summary>A thread that must not wait: sends what the transport takes at once. The client's thread sends the rest.</summary>
    internal void FlushWithoutWaiting()
    {
        for (int i = 0; i < BuffersForOthers && SendNext(false); i++)
        {
        }
    }

    /// <summary>Sends one buffer, or one part of a message from a stream.</summary>
    /// <returns>False when there is nothing to send, or another thread is the writer, or the transport would block and must not.</returns>
    private bool SendNext(bool mayBlock)
    {
        ITransport? transport = _transport;
        if (transport == null || !Session.HasOutput)
        {
            return false;
        }

        int count = 0;
        lock (Gate)
        {
            if (_isWriting || _transport != transport || Failure != null)
            {
                return false;
            }

            if (mayBlock)
            {
                count = Produce(_buffer.Length);
                if (count == 0 && Session.Body == null)
                {
                    return false;
                }
            }

            _isWriting = true;
        }

        bool isWritten = false;
        int token = 0;
        try
        {
            if (!mayBlock)
            {
                count = ProduceIfWritable(transport);
                if (count == 0)
                {
                    return false;
                }
            }

            if (!TrySend(transport, count))
            {
                return false;
            }
        }
        finally
        {
            lock (Gate)
            {
                _isWriting = false;
                if (_transport == transport && Failure == null && Session.Written())
                {
                    isWritten = true;
                    token = Session.Token;
                    _waits.MessageDone(Session.Owner, MqttError.None);
                }
            }
        }

        if (isWritten)
        {
            _written(token);
        }

        return true;
    }

    /// <summary>Asks as the writer: nobody else can fill the transport between question and write.</summary>
    private int ProduceIfWritable(ITransport transport)
    {
        if (!transport.Poll(TransportPoll.Write, 0))
        {
            return 0;
        }

        lock (Gate)
        {
            return _transport == transport ? Produce(_unblockedLength) : 0;
        }
    }

    /// <summary>Called under the gate.</summary>
    private int Produce(int length)
    {
        try
        {
            return Session.Produce(_buffer, 0, length, MonotonicClock.Milliseconds);
        }
        catch (Exception e)
        {
            // Out of memory: what was put into the buffer before is lost, so the connection is no longer good.
            Failure = e;
            throw;
        }
    }

    private bool TrySend(ITransport transport, int count)
    {
        try
        {
            if (count == 0)
            {
                count = ReadBody(transport);
            }

            transport.Write(_buffer, 0, count);
            return true;
        }
        catch (Exception e)
        {
            // Kept for the client's thread, which closes the connection; Abort wakes it.
            lock (Gate)
            {
                if (_transport == transport)
                {
                    Failure = e;
                    IsPingFailed = Session.IsPingUnwritten;
                }
            }

            transport.Abort();
            return false;
        }
    }

    /// <summary>Fetches the next part of a message from its stream into the buffer.</summary>
    private int ReadBody(ITransport transport)
    {
        StreamBody? body;
        int remaining = 0;
        lock (Gate)
        {
            body = _transport == transport ? (StreamBody?)Session.Body : null;
            if (body != null)
            {
                remaining = Session.BodyRemaining;
            }
        }

        if (body == null)
        {
            // The connection was closed meanwhile; writing nothing to it is harmless.
            return 0;
        }

        Exception? cause = null;
        try
        {
            int count = body.Read(_buffer, remaining);
            if (count > 0)
            {
                lock (Gate)
                {
                    if (_transport == transport)
                    {
                        // Before it is written: the acknowledgement can be there before the last write has returned.
                        Session.BodySent(count, MonotonicClock.Milliseconds);
                    }
                }

                return count;
            }
        }
        catch (Exception e)
        {
            cause = e;
        }

        lock (Gate)
        {
            if (_transport == transport)
            {
                Session.FailBody();
            }
        }

        throw new MqttException(MqttError.PayloadStreamFailed, "The payload's stream ended early or failed while it was sent; the connection had to be cut.", MqttDisconnectReason.None, cause);
    }
}
