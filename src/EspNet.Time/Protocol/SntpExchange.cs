using System;

namespace EspNet.Time.Protocol;

/// <summary>
/// A question to a time server and its answer, without socket, clock or thread (RFC 4330, section 5, and what RFC 5905 asks
/// of a client). Can be used again for the next question.
/// </summary>
internal sealed class SntpExchange
{
    /// <summary>
    /// How much longer a server may say that it took than the whole exchange did: the resolution of the device's clock,
    /// twice.
    /// </summary>
    private const long Tolerance = 20 * TimeSpan.TicksPerMillisecond;

    private readonly Random _random;
    private readonly long _maximumRootDistance;
    private readonly byte[] _nonce = new byte[NtpPacket.TimestampLength];
    private long _sent;
    private bool _isWaiting;

    /// <param name="random">Makes what tells a forged answer from the right one.</param>
    /// <param name="maximumRootDistance">The most uncertain time that is taken, in ticks.</param>
    internal SntpExchange(Random random, long maximumRootDistance)
    {
        _random = random;
        _maximumRootDistance = maximumRootDistance;
        Request[0] = (NtpPacket.Version << 3) | NtpPacket.ClientMode;
    }

    /// <summary>What to send.</summary>
    internal byte[] Request { get; } = new byte[NtpPacket.Length];

    /// <summary>Why the answer is not used; None when it is.</summary>
    internal SntpError Error { get; private set; }

    /// <summary>The time at the moment when the answer came, in ticks of UTC.</summary>
    internal long Utc { get; private set; }

    /// <summary>The time on the way, there and back, in ticks.</summary>
    internal long Delay { get; private set; }

    /// <summary>How wrong <see cref="Utc"/> can be at most, in ticks, if the servers above keep their word.</summary>
    internal long RootDistance { get; private set; }

    internal int Stratum { get; private set; }

    internal int Leap { get; private set; }

    /// <summary>The code of a kiss-o'-death packet, four bytes.</summary>
    internal long KissCode { get; private set; }

    /// <summary>
    /// Makes the next request. Where a client could give its time away there is a random number instead: an answer must
    /// repeat it, and the server needs nothing else (draft-ietf-ntp-data-minimization).
    /// </summary>
    /// <param name="now">The steady time, in ticks, right before it is sent.</param>
    internal void Begin(long now)
    {
        _random.NextBytes(_nonce);
        _nonce[0] |= 1; // Zero would mean that there is none.
        Array.Copy(_nonce, 0, Request, NtpPacket.Transmit, _nonce.Length);
        _sent = now;
        _isWaiting = true;
    }

    /// <summary>A datagram came from the server's address and port.</summary>
    /// <param name="packet">The datagram.</param>
    /// <param name="count">Its length.</param>
    /// <param name="now">The steady time, in ticks.</param>
    /// <returns>
    /// False when it is no answer to the request, so that the wait goes on. True when it is: then <see cref="Error"/> says
    /// whether it is used.
    /// </returns>
    internal bool TryTake(byte[] packet, int count, long now)
    {
        if (!_isWaiting || count < NtpPacket.Length || !RepeatsNonce(packet))
        {
            return false;
        }

        _isWaiting = false;
        Leap = packet[0] >> 6;
        Stratum = packet[NtpPacket.Stratum];
        Error = Check(packet, now);
        return true;
    }

    private bool RepeatsNonce(byte[] packet)
    {
        for (int i = 0; i < _nonce.Length; i++)
        {
            if (packet[NtpPacket.Origin + i] != _nonce[i])
            {
                return false;
            }
        }

        return true;
    }

    private SntpError Check(byte[] packet, long now)
    {
        int version = (packet[0] >> 3) & 7;
        if ((packet[0] & 7) != NtpPacket.ServerMode || version < NtpPacket.OldestVersion || version > NtpPacket.Version)
        {
            return SntpError.Malformed;
        }

        if (Stratum == 0)
        {
            KissCode = NtpTimestamp.ReadNumber(packet, NtpPacket.ReferenceId);
            switch (KissCode)
            {
                case NtpPacket.Deny:
                    return SntpError.Denied;
                case NtpPacket.Restrict:
                    return SntpError.Restricted;
                case NtpPacket.Rate:
                    return SntpError.RateExceeded;
            }
        }

        if (Leap == NtpPacket.Unsynchronised || Stratum >= NtpPacket.FirstBadStratum)
        {
            return SntpError.Unsynchronised;
        }

        return Stratum == 0 ? SntpError.KissOfDeath : Measure(packet, now);
    }

    /// <summary>
    /// The offset and the delay of RFC 5905, section 8. The client's two times are those of its steady clock, so what
    /// comes out is the time itself and not its difference from a clock.
    /// </summary>
    private SntpError Measure(byte[] packet, long now)
    {
        // Zero is no time. Of the other one it shows below, since the two would be decades apart.
        if (NtpTimestamp.ReadNumber(packet, NtpPacket.Transmit) == 0 && NtpTimestamp.ReadNumber(packet, NtpPacket.Transmit + 4) == 0)
        {
            return SntpError.Malformed;
        }

        long received = NtpTimestamp.ReadTicks(packet, NtpPacket.Receive);
        long transmitted = NtpTimestamp.ReadTicks(packet, NtpPacket.Transmit);
        long delay = (now - _sent) - (transmitted - received);
        if (transmitted < received || delay < -Tolerance)
        {
            return SntpError.Malformed;
        }

        Delay = delay > 0 ? delay : 0;
        Utc = transmitted + (Delay / 2);
        RootDistance = ((NtpTimestamp.ReadShortTicks(packet, NtpPacket.RootDelay) + Delay) / 2)
            + NtpTimestamp.ReadShortTicks(packet, NtpPacket.RootDispersion);
        return RootDistance > _maximumRootDistance ? SntpError.TooUncertain : SntpError.None;
    }
}
