namespace EspNet.Http.Internal;

/// <summary>What to do with a response to a download's request.</summary>
internal enum DownloadStep
{
    /// <summary>Its content follows what has been received.</summary>
    Append,

    /// <summary>Its content is the whole: what has been received is thrown away.</summary>
    Restart,

    /// <summary>Its content is the whole, of which the beginning has been received.</summary>
    Skip,

    /// <summary>Everything has been received.</summary>
    Done,

    /// <summary>The server is in trouble: ask again later.</summary>
    Later,
}
