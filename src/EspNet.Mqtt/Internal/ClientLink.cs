using System;
using EspNet.Mqtt.Session;
using EspNet.Sockets;

namespace EspNet.Mqtt.Internal;

/// <summary>A QoS 0 message was written. Called without any lock.</summary>
internal delegate void WrittenHandler(int token, object? owner);

/// <summary>
/// The session, the lock around it, and the writing side of the transport. Whichever thread has something to send
/// becomes the writer, unless another one is writing already: that one then sends this too. So the gate is never held
/// while the transport writes, and one write carries what several threads left.
/// </summary>
internal sealed class ClientLink
{
    internal readonly object Gate = new object();
    internal readonly MqttSession Session;

    private readonly WrittenHandler _written;
    private readonly byte[] _buffer;
    private readonly int _unblockedLength;
    private ITransport? _transport;
    private bool _isWriting;

    internal ClientLink(MqttSession session, int bufferSize, WrittenHandler written)
    {
        Session = session;
        _buffer = new byte[bufferSize];
        _unblockedLength = bufferSize < Transport.WritableBytes ? bufferSize : Transport.WritableBytes;
        _written = written;
    }

    /// <summary>The connection; null between connections.</summary>
    internal ITransport? Current => _transport;

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

    /// <summary>Sends what there is to send.</summary>
    /// <param name="mayBlock">False: only as much as the transport takes at once; the client's thread sends the rest.</param>
    internal void Flush(bool mayBlock)
    {
        ITransport? transport = _transport;
        if (transport == null || !Session.HasOutput || !IsReady(transport, mayBlock))
        {
            return;
        }

        int count;
        lock (Gate)
        {
            if (_isWriting || _transport != transport || Failure != null)
            {
                return;
            }

            _isWriting = true;
            count = ProduceOrRelease(mayBlock);
        }

        while (count != 0)
        {
            if (!TrySend(transport, count))
            {
                return;
            }

            bool isReady = IsReady(transport, mayBlock);
            bool isWritten = false;
            int token = 0;
            object? owner = null;
            lock (Gate)
            {
                if (_transport != transport)
                {
                    _isWriting = false;
                    return;
                }

                isWritten = Session.Written();
                token = Session.Token;
                owner = Session.Owner;
                count = 0;
                if (isReady)
                {
                    count = ProduceOrRelease(mayBlock);
                }
                else
                {
                    _isWriting = false;
                }
            }

            if (isWritten)
            {
                _written(token, owner);
            }
        }
    }

    private static bool IsReady(ITransport transport, bool mayBlock)
    {
        // A transport that has failed says so to the thread that reads; here it is simply not ready.
        return mayBlock || transport.Poll(TransportPoll.Write, 0);
    }

    /// <summary>Bytes in the buffer to write; -1 for a body to send; 0 when there is nothing and the writer's role is given back.</summary>
    private int ProduceOrRelease(bool mayBlock)
    {
        int count = Session.Produce(_buffer, 0, mayBlock ? _buffer.Length : _unblockedLength, MonotonicClock.Milliseconds);
        if (count == 0)
        {
            if (mayBlock && Session.Body != null)
            {
                return -1;
            }

            _isWriting = false;
        }

        return count;
    }

    private bool TrySend(ITransport transport, int count)
    {
        try
        {
            if (count > 0)
            {
                transport.Write(_buffer, 0, count);
            }
            else
            {
                SendBody(transport);
            }

            return true;
        }
        catch (Exception e)
        {
            // Kept for the client's thread, which closes the connection; Abort wakes it.
            lock (Gate)
            {
                _isWriting = false;
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

    private void SendBody(ITransport transport)
    {
        while (true)
        {
            StreamBody? body;
            int remaining;
            lock (Gate)
            {
                body = _transport == transport ? (StreamBody?)Session.Body : null;
                if (body == null)
                {
                    return;
                }

                remaining = Session.BodyRemaining;
            }

            int count = ReadBody(transport, body, remaining);
            lock (Gate)
            {
                if (_transport != transport)
                {
                    return;
                }

                // Before it is written: the acknowledgement can be there before the last write has returned.
                Session.BodySent(count, MonotonicClock.Milliseconds);
            }

            transport.Write(_buffer, 0, count);
        }
    }

    private int ReadBody(ITransport transport, StreamBody body, int remaining)
    {
        Exception? cause = null;
        try
        {
            int count = body.Read(_buffer, remaining);
            if (count > 0)
            {
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
