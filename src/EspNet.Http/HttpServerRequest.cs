using System;
using System.IO;
using System.Text;
using EspNet.Http.Internal;
using EspNet.Sockets;

namespace EspNet.Http;

/// <summary>A request that a server answers. Its body comes while it is read.</summary>
public sealed class HttpServerRequest
{
    private readonly ServerExchange _exchange;
    private Stream? _body;
    private HttpForm? _query;

    internal HttpServerRequest(ServerExchange exchange, string path, string queryText, string[] wildcards)
    {
        _exchange = exchange;
        Path = path;
        QueryText = queryText;
        Wildcards = wildcards;
        Method = exchange.Reader.Method;
        Fields = exchange.Reader.Fields;
        ContentLength = exchange.Reader.ContentLength;
    }

    /// <summary>The method: GET, POST and so on.</summary>
    public string Method { get; }

    /// <summary>The path, as it stands in the request, still percent-encoded.</summary>
    public string Path { get; }

    /// <summary>What follows the question mark, still encoded; empty when there is none.</summary>
    public string QueryText { get; }

    /// <summary>The names and values of the query.</summary>
    /// <exception cref="HttpException"><see cref="HttpError.TooLarge"/>: there are too many.</exception>
    public HttpForm Query => _query ??= _exchange.ParseForm(QueryText);

    /// <summary>What stands in the place of the route's wildcards, decoded, in their order.</summary>
    public string[] Wildcards { get; }

    /// <summary>The fields.</summary>
    public HttpReceivedFields Fields { get; }

    /// <summary>Bytes of the body; 0 when there is none, -1 for a chunked one.</summary>
    public long ContentLength { get; }

    /// <summary>The connection is TLS.</summary>
    public bool IsSecure => _exchange.IsSecure;

    /// <summary>Who the client has authenticated as; null where nobody had to.</summary>
    public string? UserName { get; internal set; }

    /// <summary>
    /// The body. A read answers what is there, and 0 at the end, which is reached only when the body is complete. A client
    /// that waits for permission to send it (Expect: 100-continue) gets it with the first read.
    /// </summary>
    /// <exception cref="HttpException">Of a read: <see cref="HttpError.Timeout"/>, <see cref="HttpError.IncompleteMessage"/>, <see cref="HttpError.Transport"/>, <see cref="HttpError.Protocol"/>.</exception>
    public Stream Body => _body ??= new ReadStream(_exchange);

    /// <summary>Reads from the body, as <see cref="Body"/> does.</summary>
    /// <param name="buffer">Where the bytes go.</param>
    /// <param name="offset">Index of the first byte written.</param>
    /// <param name="count">The most bytes to read, at least 1.</param>
    /// <returns>The number of bytes; 0 at the end of a complete body.</returns>
    /// <exception cref="HttpException">The body did not come, or not all of it.</exception>
    public int Read(byte[] buffer, int offset, int count)
    {
        Arguments.CheckRange(buffer, offset, count, 1);
        return _exchange.Read(buffer, offset, count);
    }

    /// <summary>Reads the rest of the body.</summary>
    /// <returns>The bytes.</returns>
    /// <exception cref="HttpException"><see cref="HttpError.TooLarge"/>: it is larger than <see cref="HttpServerOptions.MaximumContentSize"/>. Or it did not come.</exception>
    public byte[] ReadBytes() => _exchange.Collect(ContentLength);

    /// <summary>Reads the rest of the body as text in UTF-8.</summary>
    /// <returns>The text.</returns>
    /// <exception cref="HttpException">As for <see cref="ReadBytes"/>.</exception>
    public string ReadString()
    {
        byte[] content = ReadBytes();
        return Encoding.UTF8.GetString(content, 0, content.Length);
    }

    /// <summary>Reads the rest of the body as a form (application/x-www-form-urlencoded).</summary>
    /// <returns>The names and values.</returns>
    /// <exception cref="HttpException">As for <see cref="ReadBytes"/>.</exception>
    public HttpForm ReadForm() => _exchange.ParseForm(ReadString());

    /// <summary>The value of a cookie.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The value; null when the client sent none of this name.</returns>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    public string? GetCookie(string name)
    {
        ArgumentNullException.ThrowIfNull(name, nameof(name));
        string[] fields = Fields.GetAll("Cookie");
        for (int i = 0; i < fields.Length; i++)
        {
            string? value = HttpCookie.Find(fields[i], name);
            if (value is not null)
            {
                return value;
            }
        }

        return null;
    }
}
