namespace EspNet.Mqtt.Internal;

/// <summary>Threads that wait for something to change and then look again for themselves. Used under the client's gate.</summary>
internal sealed class WaitList
{
    private Waiter? _first;

    internal void Add(Waiter waiter)
    {
        waiter.IsDone = false;
        waiter.Next = _first;
        _first = waiter;
    }

    internal void Remove(Waiter waiter)
    {
        if (_first == waiter)
        {
            _first = waiter.Next;
        }
        else
        {
            for (Waiter? other = _first; other != null; other = other.Next)
            {
                if (other.Next == waiter)
                {
                    other.Next = waiter.Next;
                    break;
                }
            }
        }

        waiter.Next = null;
    }

    internal void WakeAll()
    {
        while (_first != null)
        {
            Waiter waiter = _first;
            _first = waiter.Next;
            waiter.Next = null;
            waiter.Complete(MqttError.None);
        }
    }
}
