using System.Text;

namespace EspNet.Sockets;

/// <summary>
/// Counts the sockets that EspNet has open against the number that the firmware has, and refuses the one too many with a
/// message that names the holders of the others (FAQ, "After creating and closing TCP SOCKET several times, an error is
/// reported as Unable to create TCP socket: errno 23").
/// </summary>
/// <remarks>
/// Counted are the sockets of <see cref="TcpTransport"/>, <see cref="TcpServer"/>, <see cref="UdpTransport"/> and of
/// everything above them. Sockets that the application opens itself are not seen: leave room for them in
/// <see cref="Limit"/>.
/// </remarks>
public static class SocketBudget
{
    /// <summary>
    /// Default of <see cref="Limit"/>: 10, LWIP_MAX_SOCKETS of ESP-IDF (FAQ, "Are there any limits on the maximum number
    /// of TCP client connection after the ESP32 additionally opens the TCP server?").
    /// </summary>
    public const int DefaultLimit = 10;

    /// <summary>The largest <see cref="Limit"/>: 65,535. A device has 16 at most; a PC that plays a fleet needs more.</summary>
    public const int LargestLimit = 65_535;

    private static readonly object s_lock = new object();
    private static SocketLease.Entry? s_newest;
    private static int s_limit = DefaultLimit;
    private static int s_open;

    /// <summary>
    /// The most sockets that EspNet opens, 1 to <see cref="LargestLimit"/>; default <see cref="DefaultLimit"/>. Set it
    /// to what the firmware has: LWIP_MAX_SOCKETS is 16 in most of nanoFramework's firmware and 8 on an ESP32-C3.
    /// Lowering it below <see cref="Open"/> closes nothing; new sockets are refused until enough are closed.
    /// </summary>
    /// <exception cref="System.ArgumentOutOfRangeException">The value is outside the range.</exception>
    public static int Limit
    {
        get
        {
            lock (s_lock)
            {
                return s_limit;
            }
        }

        set
        {
            OptionRange.Check(value, 1, LargestLimit);
            lock (s_lock)
            {
                s_limit = value;
            }
        }
    }

    /// <summary>The sockets that EspNet has open at this moment.</summary>
    public static int Open
    {
        get
        {
            lock (s_lock)
            {
                return s_open;
            }
        }
    }

    /// <summary>Says who holds the open sockets, the newest first; for a log.</summary>
    /// <returns>The holders, separated by "; "; an empty string when no socket is open.</returns>
    public static string DescribeHolders()
    {
        lock (s_lock)
        {
            StringBuilder text = new StringBuilder();
            for (SocketLease.Entry? entry = s_newest; entry is not null; entry = entry.Older)
            {
                if (text.Length > 0)
                {
                    text.Append("; ");
                }

                text.Append(entry.Holder);
            }

            return text.ToString();
        }
    }

    /// <summary>Counts a socket that is about to be opened.</summary>
    /// <param name="holder">What it is for, as the message of a later refusal names it.</param>
    /// <exception cref="TransportException"><see cref="TransportError.OutOfResources"/>: all are in use.</exception>
    internal static SocketLease Take(string holder)
    {
        SocketLease? lease = TryTake(holder);
        if (lease is not null)
        {
            return lease;
        }

        throw new TransportException(
            TransportError.OutOfResources,
            $"Opening a socket for {holder} was refused: all {Limit} are in use, by {DescribeHolders()}. Close one of them; "
                + "or, if the firmware has more (LWIP_MAX_SOCKETS: 10 in ESP-IDF, 16 in most of nanoFramework's firmware, 8 on "
                + "an ESP32-C3), raise SocketBudget.Limit.",
            SocketFault.TooManySockets,
            null);
    }

    /// <summary>Like <see cref="Take"/>; null when all are in use.</summary>
    internal static SocketLease? TryTake(string holder)
    {
        lock (s_lock)
        {
            if (s_open >= s_limit)
            {
                return null;
            }

            // Both made before anything is counted: memory may run out here.
            SocketLease.Entry entry = new SocketLease.Entry(holder, s_newest);
            SocketLease lease = new SocketLease(entry);
            s_open++;
            if (s_newest is not null)
            {
                s_newest.Newer = entry;
            }

            s_newest = entry;
            return lease;
        }
    }

    internal static void Return(SocketLease.Entry entry)
    {
        lock (s_lock)
        {
            if (entry.Returned)
            {
                return;
            }

            entry.Returned = true;
            s_open--;
            if (entry.Newer is not null)
            {
                entry.Newer.Older = entry.Older;
            }
            else
            {
                s_newest = entry.Older;
            }

            if (entry.Older is not null)
            {
                entry.Older.Newer = entry.Newer;
            }
        }
    }
}
