namespace EspNet.Bench.Mqtt;

/// <summary>A SUBSCRIBE or UNSUBSCRIBE that keeps to the standard; an UNSUBSCRIBE has QoS 0 in every entry.</summary>
internal sealed record SubscribePacket(ushort PacketId, List<(string Filter, int Qos)> Filters)
{
    public static SubscribePacket ReadSubscribe(BodyReader body) => Read(body, "MQTT-3.8.3-3", withQos: true);

    public static SubscribePacket ReadUnsubscribe(BodyReader body) => Read(body, "MQTT-3.10.3-2", withQos: false);

    private static SubscribePacket Read(BodyReader body, string emptyClause, bool withQos)
    {
        string name = withQos ? "SUBSCRIBE" : "UNSUBSCRIBE";
        ushort id = body.ReadPacketId();
        if (body.Remaining == 0)
        {
            throw new ProtocolViolationException(emptyClause, $"{name} without a topic filter.");
        }

        var filters = new List<(string, int)>();
        while (body.Remaining > 0)
        {
            string filter = body.ReadString("topic filter");
            if (TopicFilter.ProblemOf(filter) is { } problem)
            {
                throw new ProtocolViolationException(problem.Clause, problem.Sentence);
            }

            int qos = withQos ? body.ReadByte("requested QoS") : 0;
            if (qos > 2)
            {
                throw new ProtocolViolationException("MQTT-3.8.3-4", $"{name} with the requested QoS byte {qos}.");
            }

            filters.Add((filter, qos));
        }

        return new SubscribePacket(id, filters);
    }
}
