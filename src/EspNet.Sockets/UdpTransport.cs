using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace EspNet.Sockets;

/// <summary>
/// Datagrams over UDP, with a time limit on every wait. One thread receives; any thread may send, and
/// <see cref="Close"/> from any thread ends a wait of another.
/// </summary>
public sealed class UdpTransport : IDisposable
{
    private readonly object _lock = new object();
    private readonly IPEndPoint _anySender;
    private readonly SocketLease _lease;
    private Socket? _socket;
    private int _receiving;

    /// <summary>Opens a socket with the default options, on a port that the platform chooses.</summary>
    /// <exception cref="TransportException">There is no socket.</exception>
    public UdpTransport()
        : this(null)
    {
    }

    /// <summary>Opens a socket and binds it.</summary>
    /// <param name="options">The options; null takes the defaults.</param>
    /// <exception cref="TransportException">
    /// <see cref="TransportError.AddressInUse"/>: another socket has the port;
    /// <see cref="TransportError.AddressNotAvailable"/>: the address is not one of this device;
    /// <see cref="TransportError.OutOfResources"/>: the <see cref="SocketBudget"/> is used up.
    /// </exception>
    public UdpTransport(UdpOptions? options)
    {
        options ??= new UdpOptions();
        _lease = SocketBudget.Take($"a UdpTransport on port {options.LocalPort}");
        try
        {
            _socket = Open(options);
            _anySender = new IPEndPoint(
                options.LocalAddress.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any,
                0);
        }
        catch (Exception)
        {
            // Whatever it was, memory for instance: the place is free again.
            _lease.Return();
            throw;
        }
    }

    /// <summary>The local address and port, also when the platform chose the port.</summary>
    /// <exception cref="TransportException"><see cref="TransportError.Closed"/>: the transport is closed.</exception>
    public IPEndPoint LocalEndPoint
    {
        get
        {
            Socket socket = GetSocket("Reading the local address");
            try
            {
                return (IPEndPoint)socket.LocalEndPoint!;
            }
            catch (SocketException e)
            {
                throw Explain("Reading the local address", e, socket);
            }
            catch (ObjectDisposedException e)
            {
                throw Failure.Closed("Reading the local address", e);
            }
        }
    }

    /// <summary>Sends one datagram. It may be lost or overtaken on its way, and nothing tells.</summary>
    /// <param name="buffer">The bytes.</param>
    /// <param name="offset">Index of the first byte.</param>
    /// <param name="count">
    /// How many, 1 to 65507; above about 1,472 the datagram is cut into fragments, which the device's firmware may not
    /// reassemble. The device cannot send an empty datagram, so neither does the PC.
    /// </param>
    /// <param name="remote">Where to.</param>
    /// <exception cref="TransportException">
    /// It was not sent: <see cref="TransportError.Unreachable"/> without a network or route (the device may say so only after
    /// the send time, and as <see cref="TransportError.TimedOut"/>), <see cref="TransportError.TimedOut"/> when the stack took
    /// nothing in time, <see cref="TransportError.InvalidOperation"/>
    /// for a datagram that is too large or a broadcast without <see cref="UdpOptions.Broadcast"/>,
    /// <see cref="TransportError.Closed"/> after <see cref="Close"/>.
    /// </exception>
    public void Send(byte[] buffer, int offset, int count, IPEndPoint remote)
    {
        Arguments.CheckRange(buffer, offset, count, 1);
        ArgumentNullException.ThrowIfNull(remote, nameof(remote));
        Socket socket = GetSocket("Sending");
        try
        {
            socket.SendTo(buffer, offset, count, SocketFlags.None, remote);
        }
        catch (SocketException e)
        {
            throw Explain($"Sending to {remote}", e, socket);
        }
        catch (ObjectDisposedException e)
        {
            throw Failure.Closed("Sending", e);
        }
    }

    /// <summary>Receives one datagram.</summary>
    /// <param name="buffer">Where the bytes go. What does not fit is lost: give one byte more than is expected to notice.</param>
    /// <param name="offset">Index of the first byte written in <paramref name="buffer"/>.</param>
    /// <param name="count">The most bytes to take, at least 1.</param>
    /// <param name="timeoutMilliseconds">
    /// Milliseconds; 0 returns at once, <see cref="Timeout.Infinite"/> waits for ever.
    /// </param>
    /// <param name="remote">Who sent it; null when nothing came.</param>
    /// <returns>The number of bytes, which is 0 for an empty datagram; <see cref="Transport.TimedOut"/> when nothing came.</returns>
    /// <exception cref="TransportException">
    /// The network failed, or the transport was closed (<see cref="TransportError.Closed"/>).
    /// </exception>
    /// <exception cref="InvalidOperationException">Another thread is receiving.</exception>
    public int Receive(byte[] buffer, int offset, int count, int timeoutMilliseconds, out IPEndPoint? remote)
    {
        Arguments.CheckRange(buffer, offset, count, 1);
        Arguments.CheckTimeout(timeoutMilliseconds);
        remote = null;
        Socket socket = GetSocket("Receiving");
        if (Interlocked.CompareExchange(ref _receiving, 1, 0) != 0)
        {
            throw new InvalidOperationException("Another thread is receiving from this transport. Let one thread do it.");
        }

        try
        {
            if (!TcpSocket.Poll(socket, SelectMode.SelectRead, timeoutMilliseconds))
            {
                return Transport.TimedOut;
            }

            EndPoint sender = _anySender;
            int received = ReceiveFrom(socket, buffer, offset, count, ref sender);
            remote = (IPEndPoint)sender;
            return received;
        }
        catch (SocketException e)
        {
            throw Explain("Receiving", e, socket);
        }
        catch (ObjectDisposedException e)
        {
            throw Failure.Closed("Receiving", e);
        }
        finally
        {
            Interlocked.Exchange(ref _receiving, 0);
        }
    }

    /// <summary>Waits until a receive or a send would not wait, or until the transport has failed.</summary>
    /// <param name="mode">What to wait for.</param>
    /// <param name="timeoutMilliseconds">
    /// Milliseconds; 0 returns at once, <see cref="Timeout.Infinite"/> waits for ever.
    /// </param>
    /// <returns>True when the call would not wait, or would fail at once; false when the time ran out.</returns>
    public bool Poll(TransportPoll mode, int timeoutMilliseconds)
    {
        Arguments.CheckTimeout(timeoutMilliseconds);
        Socket? socket = _socket;
        return socket is null || TcpSocket.PollUntilItFails(socket, mode, timeoutMilliseconds) || _socket is null;
    }

    /// <summary>Receives what is sent to a multicast group from here on (IGMP; CONFIG_LWIP_IGMP is on in the usual firmware).</summary>
    /// <param name="group">224.0.0.0 to 239.255.255.255.</param>
    /// <param name="localAddress">The address of the interface; <see cref="IPAddress.Any"/> takes the default one.</param>
    /// <exception cref="TransportException">
    /// The group could not be joined; <see cref="TransportError.NotSupported"/>: an address is not of IPv4.
    /// </exception>
    public void JoinMulticastGroup(IPAddress group, IPAddress localAddress) => ChangeMembership(group, localAddress, true);

    /// <summary>Ends <see cref="JoinMulticastGroup"/>. Closing the transport does so as well.</summary>
    /// <param name="group">The group.</param>
    /// <param name="localAddress">The address that was given when joining.</param>
    /// <exception cref="TransportException">The group was not joined.</exception>
    public void LeaveMulticastGroup(IPAddress group, IPAddress localAddress) => ChangeMembership(group, localAddress, false);

    /// <summary>
    /// Closes the socket; a receive that waits in another thread ends with <see cref="TransportError.Closed"/>. Never
    /// throws, more than once is fine.
    /// </summary>
    public void Close()
    {
        Socket? socket;
        lock (_lock)
        {
            socket = _socket;
            _socket = null;
        }

        if (socket is not null)
        {
            TcpSocket.Close(socket);
            _lease.Return();
        }
    }

    /// <summary>The same as <see cref="Close"/>.</summary>
    public void Dispose() => Close();

    private static int ReceiveFrom(Socket socket, byte[] buffer, int offset, int count, ref EndPoint sender)
    {
        try
        {
            return socket.ReceiveFrom(buffer, offset, count, SocketFlags.None, ref sender);
        }
        catch (SocketException e) when (PlatformSocket.GetErrorCode(e) == SocketFault.MessageSize)
        {
            // Windows tells of a datagram that did not fit by an exception, after filling the buffer.
            return count;
        }
    }

    private static Socket Open(UdpOptions options)
    {
        string action = $"Opening UDP port {options.LocalPort}";
        Socket socket = TcpSocket.Open(options.LocalAddress.AddressFamily, SocketType.Dgram, ProtocolType.Udp, action);
        try
        {
            Apply(socket, options);
            TcpSocket.Bind(socket, new IPEndPoint(options.LocalAddress, options.LocalPort), 0, action);
            return socket;
        }
        catch (SocketException e)
        {
            TransportException failure = Failure.FromSocket(action, e, socket);
            TcpSocket.Close(socket);
            throw failure;
        }
        catch (Exception)
        {
            TcpSocket.Close(socket);
            throw;
        }
    }

    private static void Apply(Socket socket, UdpOptions options)
    {
        // The property and not the option, which the device refuses.
        socket.SendTimeout = options.SendTimeout;
        if (options.ReceiveBufferSize > 0)
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReceiveBuffer, options.ReceiveBufferSize);
        }

        if (options.ReuseAddress)
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        }

        if (options.Broadcast)
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Broadcast, true);
        }

        if (options.MulticastTimeToLive > 0)
        {
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastTimeToLive, options.MulticastTimeToLive);
        }
    }

    private void ChangeMembership(IPAddress group, IPAddress localAddress, bool join)
    {
        ArgumentNullException.ThrowIfNull(group, nameof(group));
        ArgumentNullException.ThrowIfNull(localAddress, nameof(localAddress));
        string action = (join ? "Joining" : "Leaving") + " a multicast group";
        if (group.AddressFamily != AddressFamily.InterNetwork || localAddress.AddressFamily != AddressFamily.InterNetwork)
        {
            throw new TransportException(TransportError.NotSupported, action + " failed: the device can do so with IPv4 only.");
        }

        Socket socket = GetSocket(action);
        try
        {
            if (join)
            {
                PlatformSocket.JoinGroup(socket, group, localAddress);
            }
            else
            {
                PlatformSocket.LeaveGroup(socket, group, localAddress);
            }
        }
        catch (SocketException e)
        {
            throw Explain(action, e, socket);
        }
        catch (ObjectDisposedException e)
        {
            throw Failure.Closed(action, e);
        }
    }

    private Socket GetSocket(string action)
    {
        lock (_lock)
        {
            return _socket ?? throw Failure.Closed(action, null);
        }
    }

    private TransportException Explain(string action, SocketException cause, Socket socket) =>
        _socket is null ? Failure.Closed(action, cause) : Failure.FromSocket(action, cause, socket);
}
