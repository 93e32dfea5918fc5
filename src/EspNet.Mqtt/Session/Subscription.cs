namespace EspNet.Mqtt.Session;

/// <summary>One topic filter the application asked for. Each request gets a number, so that a caller can tell its answer from an earlier one's.</summary>
internal sealed class Subscription
{
    internal readonly string Filter;
    internal readonly byte[] FilterBytes;
    internal readonly int PacketId;
    internal SubscriptionPhase Phase;
    internal MqttQos Qos;
    internal object? Handler;

    /// <summary>The last thing asked was to unsubscribe.</summary>
    internal bool IsUnwanted;

    /// <summary>It has been asked of the broker, which may have it.</summary>
    internal bool IsSent;

    /// <summary>Number of the last request, of the one on its way, and of the last one answered.</summary>
    internal int Requested;
    internal int InFlight;
    internal int Answered;

    /// <summary>Granted QoS, or 0x80 when refused.</summary>
    internal int Granted;

    /// <summary>When the request was sent.</summary>
    internal long Since;

    internal Subscription(string filter, byte[] filterBytes, int packetId)
    {
        Filter = filter;
        FilterBytes = filterBytes;
        PacketId = packetId;
    }

    internal bool IsDue => Phase == SubscriptionPhase.SubscribeDue || Phase == SubscriptionPhase.UnsubscribeDue;

    internal bool IsAwaiting => Phase == SubscriptionPhase.AwaitSuback || Phase == SubscriptionPhase.AwaitUnsuback;
}
