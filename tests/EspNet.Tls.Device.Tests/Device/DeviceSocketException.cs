namespace System.Net.Sockets;

/// <summary>The device's exception has one code and it is Winsock's or mbedTLS's; .NET's would translate it.</summary>
internal sealed class DeviceSocketException : SocketException
{
    internal DeviceSocketException(int errorCode)
        : base(errorCode)
    {
        ErrorCode = errorCode;
    }

    public override int ErrorCode { get; }
}
