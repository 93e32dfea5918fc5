using System;

namespace EspNet.Sockets;

/// <summary>A transport failed. The message says what happened and what to do about it.</summary>
public class TransportException : Exception
{
    /// <summary>Makes an exception for a failure that has no native code.</summary>
    /// <param name="error">The reason.</param>
    /// <param name="message">What happened and what to do.</param>
    public TransportException(TransportError error, string message)
        : this(error, message, 0, null)
    {
    }

    /// <summary>Makes an exception that keeps its cause.</summary>
    /// <param name="error">The reason.</param>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="nativeErrorCode">The platform's code, 0 when there is none.</param>
    /// <param name="innerException">The cause, null when there is none.</param>
    public TransportException(TransportError error, string message, int nativeErrorCode, Exception? innerException)
        : base(message, innerException)
    {
        Error = error;
        NativeErrorCode = nativeErrorCode;
    }

    /// <summary>The reason.</summary>
    public TransportError Error { get; }

    /// <summary>
    /// The platform's code: the Winsock numbering that .NET and nanoFramework share (10061 refused, for instance), or
    /// 0 when the failure did not come from the platform. Of a failure of TLS it is another code, which its exception
    /// explains.
    /// </summary>
    public int NativeErrorCode { get; }
}
