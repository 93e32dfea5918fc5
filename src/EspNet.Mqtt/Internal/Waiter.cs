using System.Threading;

namespace EspNet.Mqtt.Internal;

/// <summary>A thread that waits for an answer. Everything in it is read and written under the client's gate.</summary>
internal sealed class Waiter
{
    /// <summary>One waiter an event: on the device, Set with several waiters can lose a wake-up.</summary>
    internal readonly AutoResetEvent Signal = new AutoResetEvent(false);
    internal Waiter? Next;
    internal bool IsDone;
    internal bool IsBlocked;
    internal MqttError Error;

    internal void Complete(MqttError error)
    {
        IsDone = true;
        Error = error;
        if (IsBlocked)
        {
            Signal.Set();
        }
    }
}
