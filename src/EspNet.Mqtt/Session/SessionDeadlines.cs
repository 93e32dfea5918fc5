namespace EspNet.Mqtt.Session;

/// <summary>When a connection that stays silent has to be given up.</summary>
internal sealed class SessionDeadlines
{
    private readonly MqttNetworkOptions _options;
    private readonly OutgoingMessages _messages;
    private readonly SubscriptionTable _subscriptions;
    private long _connectDeadline;

    internal SessionDeadlines(MqttNetworkOptions options, OutgoingMessages messages, SubscriptionTable subscriptions)
    {
        _options = options;
        _messages = messages;
        _subscriptions = subscriptions;
    }

    /// <summary>CONNECT goes out; CONNACK is awaited until then.</summary>
    internal void Start(long connectDeadline) => _connectDeadline = connectDeadline;

    /// <summary>Whether the connection has to be given up.</summary>
    /// <param name="state">State of the connection.</param>
    /// <param name="pingDeadline">Until when an answer to a ping is awaited; long.MaxValue for none.</param>
    /// <param name="now">The time.</param>
    /// <param name="isAllRead">
    /// A read has just found nothing. Otherwise the answer may stand unread behind what was found, where a slow handler
    /// or a stall of the whole device let it wait: then there is the same time again.
    /// </param>
    internal SessionEvent Judge(SessionState state, long pingDeadline, long now, bool isAllRead)
    {
        switch (state)
        {
            case SessionState.Connecting:
                return IsOver(_connectDeadline, now, isAllRead, _options.PingTimeout) ? SessionEvent.ConnectTimeout : SessionEvent.None;

            case SessionState.Connected:
                if (IsOver(pingDeadline, now, isAllRead, _options.PingTimeout))
                {
                    return SessionEvent.PingTimeout;
                }

                return IsOver(AcknowledgementDeadline, now, isAllRead, _options.AcknowledgementTimeout) ? SessionEvent.AcknowledgementTimeout : SessionEvent.None;

            default:
                return SessionEvent.None;
        }
    }

    /// <summary>Milliseconds until something is due.</summary>
    /// <param name="state">State of the connection.</param>
    /// <param name="pingTime">When a ping, or its answer, is due.</param>
    /// <param name="now">The time.</param>
    /// <param name="longest">The most to return.</param>
    internal int GetTimeout(SessionState state, long pingTime, long now, int longest)
    {
        long next = long.MaxValue;
        if (state == SessionState.Connecting)
        {
            next = _connectDeadline;
        }
        else if (state == SessionState.Connected)
        {
            long acknowledgement = AcknowledgementDeadline;
            next = acknowledgement < pingTime ? acknowledgement : pingTime;
        }

        if (next <= now)
        {
            return 0;
        }

        return next - now < longest ? (int)(next - now) : longest;
    }

    private long AcknowledgementDeadline
    {
        get
        {
            if (_options.AcknowledgementTimeout == 0)
            {
                return long.MaxValue;
            }

            long oldest = _subscriptions.OldestSince();
            long message = _messages.OldestSince;
            if (message < oldest)
            {
                oldest = message;
            }

            return oldest == long.MaxValue ? oldest : oldest + _options.AcknowledgementTimeout;
        }
    }

    private static bool IsOver(long deadline, long now, bool isAllRead, int grace)
    {
        return now >= deadline && (isAllRead || now - deadline >= grace);
    }
}
