using System;

namespace EspNet.Mqtt.Session;

/// <summary>Identifiers of QoS 2 messages that were handed to the application and are not yet released by PUBREL: what makes receiving exactly once (MQTT 3.1.1, figure 4.3).</summary>
internal sealed class IncomingIds
{
    private const int FirstCapacity = 8;

    private readonly int _limit;
    private ushort[] _ids = new ushort[FirstCapacity];
    private int _count;

    internal IncomingIds(int limit)
    {
        _limit = limit;
    }

    internal bool IsEmpty => _count == 0;

    internal bool IsFull => _count == _limit;

    internal void Clear() => _count = 0;

    internal bool Contains(int id) => IndexOf(id) >= 0;

    /// <summary>There must be room.</summary>
    internal void Add(int id)
    {
        if (_count == _ids.Length)
        {
            ushort[] larger = new ushort[_count * 2];
            Array.Copy(_ids, 0, larger, 0, _count);
            _ids = larger;
        }

        _ids[_count++] = (ushort)id;
    }

    internal void Remove(int id)
    {
        int index = IndexOf(id);
        if (index >= 0)
        {
            _ids[index] = _ids[--_count];
        }
    }

    private int IndexOf(int id)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_ids[i] == id)
            {
                return i;
            }
        }

        return -1;
    }
}
