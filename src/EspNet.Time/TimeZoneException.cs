using System;

namespace EspNet.Time;

/// <summary>A time zone, or a time in it, is not usable. The message says why and what to do.</summary>
public sealed class TimeZoneException : Exception
{
    /// <summary>Makes an exception.</summary>
    /// <param name="error">The reason.</param>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="position">The index of the character in the string that is wrong, -1 when it is none.</param>
    public TimeZoneException(TimeZoneError error, string message, int position)
        : base(message)
    {
        Error = error;
        Position = position;
    }

    /// <summary>The reason.</summary>
    public TimeZoneError Error { get; }

    /// <summary>The index, from 0, of the character that is wrong (the string's length when it ends too early); -1 when it is none.</summary>
    public int Position { get; }
}
