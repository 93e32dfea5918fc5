namespace EspNet.Http.Protocol;

/// <summary>What <see cref="HttpReader.ReadHeader"/> found.</summary>
public enum HttpReadResult
{
    /// <summary>Not everything has come yet.</summary>
    NeedMore,

    /// <summary>All lines before the body have come and are in order.</summary>
    Complete,

    /// <summary>The peer broke the protocol or a limit; <see cref="HttpReader.Error"/> says how.</summary>
    Error,
}
