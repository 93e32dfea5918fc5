namespace EspNet.Http.Internal;

/// <summary>A connection of a <see cref="ConnectionPool"/>, and whom it leads to.</summary>
internal sealed class PooledConnection
{
    internal PooledConnection(HttpConnection connection, HttpUrl url)
    {
        Connection = connection;
        Url = url;
    }

    internal HttpConnection Connection { get; }

    /// <summary>A URL of its origin.</summary>
    internal HttpUrl Url { get; }

    /// <summary>Milliseconds of the monotonic clock.</summary>
    internal long IdleSince { get; set; }

    /// <summary>It has carried a request before, so that the server may have closed it meanwhile.</summary>
    internal bool IsReused { get; set; }
}
