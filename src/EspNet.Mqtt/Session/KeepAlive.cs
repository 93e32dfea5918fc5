namespace EspNet.Mqtt.Session;

/// <summary>
/// When to ping and when to give the link up (MQTT 3.1.1, section 3.1.2.10). The standard only obliges the client to
/// send; here silence of the broker counts as well, so that a client that only sends still finds a dead link.
/// </summary>
internal sealed class KeepAlive
{
    private readonly int _half;
    private readonly int _timeout;
    private long _sent;
    private long _received;
    private long _pinged;
    private bool _isAwaiting;
    private bool _isPingSent;

    /// <param name="seconds">Keep-alive of the connection; 0 for none.</param>
    /// <param name="timeout">How long PINGRESP is awaited, in milliseconds.</param>
    internal KeepAlive(int seconds, int timeout)
    {
        _half = seconds * 500;
        _timeout = timeout;
    }

    /// <param name="now">The time.</param>
    /// <param name="isPingHandedOut">The queued PINGREQ has gone out with it or before: only from then on can an answer come.</param>
    internal void Sent(long now, bool isPingHandedOut)
    {
        _sent = now;
        if (_isAwaiting && !_isPingSent && isPingHandedOut)
        {
            _pinged = now;
            _isPingSent = true;
        }
    }

    internal void Received(long now) => _received = now;

    internal void PingQueued()
    {
        _isAwaiting = true;
        _isPingSent = false;
    }

    /// <summary>PINGRESP came; false when there was no ping.</summary>
    internal bool Answered()
    {
        bool wasAwaiting = _isAwaiting;
        _isAwaiting = false;
        return wasAwaiting;
    }

    internal bool IsPingDue(long now) => !_isAwaiting && _half > 0 && now >= PingAt;

    /// <summary>When something is due next; long.MaxValue for never.</summary>
    internal long NextTime(bool isMidPacket)
    {
        if (_isAwaiting)
        {
            return Deadline(isMidPacket);
        }

        return _half > 0 ? PingAt : long.MaxValue;
    }

    /// <summary>When an unanswered ping means that the link is dead; long.MaxValue while none has gone out.</summary>
    /// <param name="isMidPacket">A packet is arriving, and the answer stands behind it: then it counts from its last bytes.</param>
    internal long Deadline(bool isMidPacket)
    {
        if (!_isAwaiting || !_isPingSent)
        {
            return long.MaxValue;
        }

        return (isMidPacket && _received > _pinged ? _received : _pinged) + _timeout;
    }

    private long PingAt => (_sent < _received ? _sent : _received) + _half;
}
