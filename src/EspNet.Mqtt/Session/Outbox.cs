using System;
using EspNet.Mqtt.Protocol;
using EspNet.Sockets;

namespace EspNet.Mqtt.Session;

/// <summary>
/// The messages that are not yet acknowledged. Slots are indexed by packet identifier; the encoded packets stand one
/// after the other in one block, which is packed together when its end is reached. Nothing is allocated after the
/// constructor.
/// </summary>
internal sealed class Outbox
{
    /// <summary>Results of <see cref="Add"/> that are not tokens.</summary>
    internal const int Full = 0;
    internal const int TooLarge = -1;
    internal const int InvalidTopic = -2;

    private readonly OutboundMessage[] _slots;
    private readonly byte[] _block;
    private readonly int _firstPacketId;

    // A ring of the slots that have something to send, in sending order.
    private readonly OutboundMessage[] _ready;
    private int _readyHead;
    private int _readyCount;

    // The identifier that was free the longest is used next, so that an acknowledgement that comes late or twice meets
    // no other message.
    private OutboundMessage? _free;
    private OutboundMessage? _lastFree;
    private OutboundMessage? _first;
    private OutboundMessage? _last;
    private int _end;
    private int _count;
    private int _lastToken;

    internal Outbox(int messages, int bytes, int firstPacketId)
    {
        _firstPacketId = firstPacketId;
        _block = new byte[bytes];
        _slots = new OutboundMessage[messages];
        _ready = new OutboundMessage[messages];
        for (int i = messages - 1; i >= 0; i--)
        {
            OutboundMessage slot = new OutboundMessage(firstPacketId + i);
            slot.Next = _free;
            _free = slot;
            _lastFree ??= slot;
            _slots[i] = slot;
        }
    }

    /// <summary>The encoded packets.</summary>
    internal byte[] Block => _block;

    /// <summary>The oldest message; the others follow by Next.</summary>
    internal OutboundMessage? First => _first;

    internal int Count => _count;

    internal bool HasReady => _readyCount > 0;

    /// <summary>Encodes a message into the block and makes it ready to be sent.</summary>
    /// <returns>A token above 0, or one of the constants above.</returns>
    internal int Add(string topic, byte[]? payload, int count, MqttQos qos, bool retain, object? owner, object? body)
    {
        int inline = body == null ? count : 0;
        int longest = MqttEncoder.LongestPublishHeader(topic) + inline;
        if (longest > _block.Length || count > MqttDefaults.LargestRemainingLength - longest)
        {
            return TooLarge;
        }

        OutboundMessage? slot = _free;
        if (slot == null || !Reserve(longest))
        {
            return Full;
        }

        int start = MqttEncoder.PublishHeader(_block, _end, topic, slot.PacketId, qos, retain, count, out int end);
        int topicLength = end - _end - 7 - (qos == MqttQos.AtMostOnce ? 0 : 2);
        bool isPlain = topicLength == topic.Length;
        if (topicLength > MqttDefaults.LargestField || (!isPlain && (!Utf8.IsValid(_block, _end + 7, topicLength) || !Utf8.HasPairedSurrogates(topic))))
        {
            return InvalidTopic;
        }

        if (inline > 0)
        {
            Array.Copy(payload!, 0, _block, end, inline);
            end += inline;
        }

        _free = slot.Next;
        slot.Offset = start;
        slot.Length = end - start;
        _end = end;
        slot.Qos = qos;
        slot.State = OutboundState.Queued;
        slot.IsAttempted = false;
        slot.IsHeld = false;
        slot.IsAbandoned = false;
        slot.Owner = owner;
        slot.Body = body;
        slot.BodyLength = body == null ? 0 : count;
        slot.Token = _lastToken = _lastToken == int.MaxValue ? 1 : _lastToken + 1;
        slot.Next = null;
        slot.Previous = _last;
        if (_last == null)
        {
            _first = slot;
        }
        else
        {
            _last.Next = slot;
        }

        _last = slot;
        _count++;
        MakeReady(slot);
        return slot.Token;
    }

    /// <summary>The message with this packet identifier, if there is one.</summary>
    internal OutboundMessage? Find(int packetId)
    {
        int index = packetId - _firstPacketId;
        if (index < 0 || index >= _slots.Length)
        {
            return null;
        }

        OutboundMessage slot = _slots[index];
        return slot.Token == 0 ? null : slot;
    }

    internal void Remove(OutboundMessage message)
    {
        OutboundMessage? previous = message.Previous;
        OutboundMessage? next = message.Next;
        if (previous == null)
        {
            _first = next;
        }
        else
        {
            previous.Next = next;
        }

        if (next == null)
        {
            _last = previous;
        }
        else
        {
            next.Previous = previous;
        }

        message.Token = 0;
        message.Owner = null;
        message.Body = null;
        message.Length = 0;
        message.Previous = null;
        message.Next = null;
        if (_free == null)
        {
            _free = message;
        }
        else
        {
            _lastFree!.Next = message;
        }

        _lastFree = message;
        _count--;
    }

    internal void MakeReady(OutboundMessage message)
    {
        int index = _readyHead + _readyCount;
        if (index >= _ready.Length)
        {
            index -= _ready.Length;
        }

        _ready[index] = message;
        _readyCount++;
    }

    internal OutboundMessage TakeReady()
    {
        OutboundMessage message = _ready[_readyHead];
        _readyHead++;
        if (_readyHead == _ready.Length)
        {
            _readyHead = 0;
        }

        _readyCount--;
        return message;
    }

    /// <summary>Takes a message out of the queue of those that have something to send.</summary>
    internal void Unready(OutboundMessage message)
    {
        for (int i = _readyCount; i > 0; i--)
        {
            OutboundMessage ready = TakeReady();
            if (ready != message)
            {
                MakeReady(ready);
            }
        }
    }

    /// <summary>Empties the queue of those that have something to send, before it is made anew.</summary>
    internal void ClearReady()
    {
        _readyHead = 0;
        _readyCount = 0;
    }

    private bool Reserve(int size)
    {
        if (_first == null)
        {
            _end = 0;
        }

        if (_block.Length - _end >= size)
        {
            return true;
        }

        int position = 0;
        for (OutboundMessage? message = _first; message != null; message = message.Next)
        {
            if (message.Length > 0)
            {
                if (message.Offset != position)
                {
                    Array.Copy(_block, message.Offset, _block, position, message.Length);
                    message.Offset = position;
                }

                position += message.Length;
            }
        }

        _end = position;
        return _block.Length - _end >= size;
    }
}
