using System;

namespace EspNet.Time;

/// <summary>A time server gave no usable time. The message says why and what to do.</summary>
public sealed class SntpException : Exception
{
    /// <summary>Makes an exception.</summary>
    /// <param name="error">The reason.</param>
    /// <param name="server">The server, as it was given.</param>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">The cause, null when there is none.</param>
    public SntpException(SntpError error, string server, string message, Exception? innerException)
        : base(message, innerException)
    {
        Error = error;
        Server = server;
    }

    /// <summary>The reason.</summary>
    public SntpError Error { get; }

    /// <summary>The server, as it was given.</summary>
    public string Server { get; }
}
