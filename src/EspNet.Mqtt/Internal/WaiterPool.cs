namespace EspNet.Mqtt.Internal;

/// <summary>Waiters kept for the next call, so that a steady stream of publishes allocates none. Used under the client's gate.</summary>
internal sealed class WaiterPool
{
    private Waiter? _free;

    internal Waiter Rent()
    {
        Waiter? waiter = _free;
        if (waiter == null)
        {
            return new Waiter();
        }

        _free = waiter.Next;
        waiter.Next = null;
        waiter.IsDone = false;
        waiter.IsBlocked = false;
        return waiter;
    }

    internal void Return(Waiter waiter)
    {
        waiter.Next = _free;
        _free = waiter;
    }
}
