using System;
using System.Threading;

namespace EspNet.Sockets;

/// <summary>The checks that every transport makes of what it is given. EspNet.Testing compiles them in as well.</summary>
internal static class Arguments
{
    internal static void CheckRange(byte[] buffer, int offset, int count, int minimum)
    {
        ArgumentNullException.ThrowIfNull(buffer, nameof(buffer));
        if (count < minimum)
        {
            throw new ArgumentOutOfRangeException(nameof(count), $"Give at least {minimum}.");
        }

        if (offset < 0 || offset > buffer.Length - count)
        {
            throw new ArgumentOutOfRangeException(nameof(offset), "Offset and count must lie within the buffer.");
        }
    }

    internal static void CheckTimeout(int timeoutMilliseconds)
    {
        if (timeoutMilliseconds < Timeout.Infinite)
        {
            throw new ArgumentOutOfRangeException(nameof(timeoutMilliseconds), "Give 0 or more milliseconds, or Timeout.Infinite.");
        }
    }

    internal static void CheckPeer(string host, int port)
    {
        if (string.IsNullOrEmpty(host))
        {
            throw new ArgumentException("Give a name or an address.", nameof(host));
        }

        CheckPort(port);
    }

    internal static void CheckPort(int port)
    {
        if (port < 1 || port > 65535)
        {
            throw new ArgumentOutOfRangeException(nameof(port), "Give 1 to 65535.");
        }
    }
}
