using System;

namespace EspNet.Sockets;

/// <summary>
/// The clock that all waiting in EspNet is measured by. It only goes forward, whatever happens to the date: on a
/// device that starts in 1970 and learns the date later, a deadline made from the date would be decades off.
/// </summary>
public static class MonotonicClock
{
    /// <summary>Milliseconds since an arbitrary moment, about the start of the device. Only differences mean anything.</summary>
    public static long Milliseconds => Environment.TickCount64;
}
