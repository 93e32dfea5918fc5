using EspNet.Http.Protocol;
using EspNet.Sockets;

namespace EspNet.Http.Internal;

/// <summary>One request over one connection, up to the header of its response and to what is left of its body in the end.</summary>
internal sealed class Attempt
{
    // Bytes of the buffer for what nobody wants.
    private const int RestBufferSize = 256;

    private readonly PooledConnection _pooled;
    private readonly HttpRequest _request;
    private readonly HttpUrl _url;
    private readonly HttpClientOptions _options;
    private readonly Limit _limit;
    private bool _hasBody;

    internal Attempt(PooledConnection pooled, HttpRequest request, HttpUrl url, HttpClientOptions options, Limit limit)
    {
        _pooled = pooled;
        _request = request;
        _url = url;
        _options = options;
        _limit = limit;
    }

    internal HttpConnection Connection => _pooled.Connection;

    internal HttpReader Reader => _pooled.Connection.Reader;

    /// <summary>The server has answered before the body was sent; what is written of it any more goes nowhere.</summary>
    internal bool IsAnswered { get; private set; }

    /// <summary>Whether a failure may only mean that the server had closed a kept connection meanwhile, and has seen nothing of the request.</summary>
    internal bool IsStale(HttpException failure) =>
        _pooled.IsReused
        && !Connection.HasReceived
        && (failure.Error == HttpError.Transport || failure.Error == HttpError.IncompleteMessage);

    /// <summary>Makes the header ready. It leaves with the beginning of the body.</summary>
    internal void Begin(ClientContext client, string method, bool isRedirected, long bodyLength, bool expectsContinue)
    {
        _hasBody = bodyLength != RequestHeader.NoBody;
        Connection.HasReceived = false;
        Reader.Begin(method == "HEAD");
        RequestHeader.Write(Connection.Writer, client, _request, _url, method, isRedirected, bodyLength, expectsContinue);
    }

    /// <summary>Waits for the server's word on the body: true when it is to be sent, because the server says so, or nothing. False when it has answered.</summary>
    internal bool WaitForContinue()
    {
        Connection.Flush();
        long deadline = MonotonicClock.Milliseconds + _options.ContinueTimeout;
        int left = _options.ContinueTimeout;
        while (Connection.TryReadHeader(_limit.Shorten(left < 0 ? 0 : left)))
        {
            if (IsFinal())
            {
                IsAnswered = true;
                return false;
            }

            bool isContinue = Reader.StatusCode == 100;
            Reader.BeginFinalResponse();
            if (isContinue)
            {
                return true;
            }

            left = (int)(deadline - MonotonicClock.Milliseconds);
        }

        return true;
    }

    /// <summary>Sends the header, and the body if there is one.</summary>
    internal void Send(RequestBody? body)
    {
        if (body is null)
        {
            Connection.Flush();
            return;
        }

        try
        {
            BodyWriter writer = new BodyWriter(Connection, body.Length, _limit);
            body.Send(writer, _options.SendBufferSize);
            writer.Finish(null);
        }
        catch (HttpException e)
        {
            if (!IsAnsweredEarly(e))
            {
                throw;
            }
        }
    }

    /// <summary>Sends a piece of a body that the caller writes.</summary>
    internal void Write(BodyWriter writer, byte[] buffer, int offset, int count)
    {
        if (IsAnswered)
        {
            return;
        }

        try
        {
            writer.Write(buffer, offset, count);
        }
        catch (HttpException e)
        {
            if (!IsAnsweredEarly(e))
            {
                throw;
            }
        }
    }

    /// <summary>Ends a body that the caller wrote.</summary>
    internal void Finish(BodyWriter writer, HttpFields? trailers)
    {
        if (IsAnswered)
        {
            return;
        }

        try
        {
            writer.Finish(trailers);
        }
        catch (HttpException e)
        {
            if (!IsAnsweredEarly(e))
            {
                throw;
            }
        }
    }

    /// <summary>Waits for the header of the response that counts.</summary>
    internal void ReadFinalHeader()
    {
        if (IsAnswered)
        {
            return;
        }

        long deadline = MonotonicClock.Milliseconds + _options.HeaderTimeout;
        int left = _options.HeaderTimeout;
        while (true)
        {
            int wait = left < 0 ? 0 : left;
            int time = _limit.Shorten(wait);
            if (!Connection.TryReadHeader(time))
            {
                throw time < wait
                    ? _limit.Expired()
                    : new HttpException(HttpError.Timeout, $"{_url.HostField} did not answer within {_options.HeaderTimeout} ms (HeaderTimeout).");
            }

            if (IsFinal())
            {
                return;
            }

            Reader.BeginFinalResponse();
            left = (int)(deadline - MonotonicClock.Milliseconds);
        }
    }

    /// <summary>Reads from the body of the response; 0 at its end.</summary>
    internal int Read(byte[] buffer, int offset, int count)
    {
        int time = _limit.Shorten(_options.ReadTimeout);
        try
        {
            return Connection.ReadBody(buffer, offset, count, time, nameof(_options.ReadTimeout));
        }
        catch (HttpException e) when (e.Error == HttpError.Timeout && time < _options.ReadTimeout)
        {
            throw _limit.Expired();
        }
    }

    /// <summary>Reads the rest of the body when it is small and comes in time; true when nothing is left.</summary>
    internal bool ReadAway(int largestRest, int timeoutMilliseconds)
    {
        if (Connection.IsBroken || Reader.IsUpgraded)
        {
            return false;
        }

        byte[]? rest = null;
        while (!Reader.IsComplete && largestRest > 0)
        {
            if (!Reader.KeepAlive || (Reader.Buffered == 0 && !Connection.CanRead(timeoutMilliseconds)))
            {
                return false;
            }

            rest ??= new byte[RestBufferSize];
            try
            {
                int read = Connection.ReadBody(rest, 0, rest.Length, 1, nameof(_options.ReadTimeout));
                if (read == 0)
                {
                    break;
                }

                largestRest -= read;
            }
            catch (HttpException)
            {
                // Nobody wants the rest; the connection is ended, which is what is left to do.
                return false;
            }
        }

        return Reader.IsComplete;
    }

    /// <summary>The response is complete: the connection is kept for the next request, or closed.</summary>
    internal void Keep(ConnectionPool pool)
    {
        // After an early answer the server may still wait for the rest of a body.
        bool isInterrupted = IsAnswered && _hasBody;
        if (Reader.KeepAlive && Reader.Buffered == 0 && !Connection.IsBroken && !isInterrupted && _request.KeepAlive && !_request.IsCancelled)
        {
            pool.Return(_pooled);
        }
        else
        {
            Connection.Close();
        }
    }

    /// <summary>A server that does not want the rest of a body answers and closes, and then the answer is worth more than the failed write.</summary>
    private bool IsAnsweredEarly(HttpException failure)
    {
        if (failure.Error != HttpError.Transport || IsAnswered)
        {
            return false;
        }

        try
        {
            while (Connection.TryReadHeader(0))
            {
                if (IsFinal())
                {
                    IsAnswered = true;
                    return true;
                }

                Reader.BeginFinalResponse();
            }
        }
        catch (HttpException)
        {
            // The failure of the write is the one that is reported.
        }

        return false;
    }

    private bool IsFinal()
    {
        if (Reader.IsUpgraded && _request.Upgrade is null)
        {
            throw new HttpException(HttpError.Protocol, $"{_url.HostField} changed to another protocol without being asked to.");
        }

        return Reader.StatusCode >= 200 || Reader.IsUpgraded;
    }
}
