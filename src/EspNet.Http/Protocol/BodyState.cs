namespace EspNet.Http.Protocol;

/// <summary>What <see cref="HttpReader"/> expects next.</summary>
internal enum BodyState
{
    /// <summary>The lines before the body.</summary>
    Header,

    /// <summary>The rest of a body of known length.</summary>
    Length,

    /// <summary>The line before a chunk.</summary>
    ChunkSize,

    /// <summary>The rest of a chunk.</summary>
    ChunkData,

    /// <summary>The line break after a chunk.</summary>
    ChunkEnd,

    /// <summary>The fields after the last chunk, or the empty line that stands for them.</summary>
    Trailer,

    /// <summary>A body that ends with the connection.</summary>
    UntilClose,

    /// <summary>Nothing: the message has been read.</summary>
    Complete,

    /// <summary>Another protocol.</summary>
    Upgraded,
}
