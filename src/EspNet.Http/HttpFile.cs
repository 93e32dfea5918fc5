using System;
using System.IO;

namespace EspNet.Http;

/// <summary>What a <see cref="HttpFileProvider"/> finds: content with its type and what caches need to know.</summary>
public sealed class HttpFile
{
    /// <summary>Makes a file of bytes.</summary>
    /// <param name="content">The bytes, which are not copied: a resource in flash for instance.</param>
    /// <param name="contentType">Their type.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public HttpFile(byte[] content, string contentType)
    {
        ArgumentNullException.ThrowIfNull(content, nameof(content));
        ArgumentNullException.ThrowIfNull(contentType, nameof(contentType));
        Content = content;
        Length = content.Length;
        ContentType = contentType;
    }

    /// <summary>Makes a file of a stream, which is read and disposed by the server.</summary>
    /// <param name="content">The stream.</param>
    /// <param name="length">Its length in bytes; -1 when it is not known, then it is sent chunked.</param>
    /// <param name="contentType">Its type.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The length is less than -1.</exception>
    public HttpFile(Stream content, long length, string contentType)
    {
        ArgumentNullException.ThrowIfNull(content, nameof(content));
        ArgumentNullException.ThrowIfNull(contentType, nameof(contentType));
        if (length < -1)
        {
            throw new ArgumentOutOfRangeException(nameof(length));
        }

        Stream = content;
        Length = length;
        ContentType = contentType;
    }

    /// <summary>The type.</summary>
    public string ContentType { get; }

    /// <summary>Bytes; -1 when not known.</summary>
    public long Length { get; }

    /// <summary>The bytes are compressed with gzip, ahead of time: only for a client that accepts it. Default no.</summary>
    public bool IsGzip { get; set; }

    /// <summary>
    /// The entity tag with its quotes (<c>"v1"</c>), so that a client that has the file gets 304 instead of it (RFC 9110,
    /// section 13.1.2); null, the default, for none.
    /// </summary>
    public string? EntityTag { get; set; }

    /// <summary>The Cache-Control field, for instance <c>max-age=3600</c>; null, the default, for none.</summary>
    public string? CacheControl { get; set; }

    internal byte[]? Content { get; }

    internal Stream? Stream { get; }
}
