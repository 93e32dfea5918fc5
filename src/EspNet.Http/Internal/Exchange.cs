using System;
using EspNet.Http.Protocol;
using EspNet.Sockets;

namespace EspNet.Http.Internal;

/// <summary>
/// A request on its way to the response that counts: over a kept connection or a new one, once more after a redirect, an
/// authentication or a connection that the server had closed meanwhile. Then it is the body of that response.
/// </summary>
internal sealed class Exchange : IContentReader
{
    private readonly ClientContext _client;
    private readonly HttpRequest _request;
    private readonly Limit _limit;
    private readonly long _uploadLength;
    private readonly bool _isUpload;
    private string _method;
    private bool _hasBody;
    private bool _expectsContinue;
    private bool _hasRetried;
    private bool _isAnswered;
    private int _redirects;
    private int _answers;
    private PooledConnection? _pooled;
    private HttpResponse? _response;
    private bool _isEnded;

    /// <param name="client">The client.</param>
    /// <param name="request">The request.</param>
    /// <param name="isUpload">The body is written by the caller.</param>
    /// <param name="uploadLength">Its length, or <see cref="BodyWriter.Chunked"/>.</param>
    internal Exchange(ClientContext client, HttpRequest request, bool isUpload, long uploadLength)
    {
        _client = client;
        _request = request;
        _isUpload = isUpload;
        _uploadLength = uploadLength;
        _limit = new Limit(client.Options.TotalTimeout);
        _method = request.Method;
        Url = request.Url;
        _hasBody = isUpload || request.Body is not null;
        _expectsContinue = _hasBody && request.ExpectContinue;
    }

    internal HttpClientOptions Options => _client.Options;

    /// <summary>Whom the request goes to now.</summary>
    internal HttpUrl Url { get; private set; }

    /// <summary>The server has answered before the body was sent; what is written of it any more goes nowhere.</summary>
    internal bool IsAnswered => _isAnswered;

    /// <summary>The response has been read to its end. Its connection may carry another request already.</summary>
    internal bool IsComplete { get; private set; }

    private HttpConnection Connection => _pooled!.Connection;

    /// <summary>Sends the request with its body and reads the header of the response.</summary>
    internal HttpResponse Send()
    {
        _client.Pool.Enter(_request);
        try
        {
            while (true)
            {
                Try(false);
                if (!Again())
                {
                    return Respond();
                }
            }
        }
        catch (Exception)
        {
            Abort();
            throw;
        }
    }

    /// <summary>Makes ready for a body that the caller writes.</summary>
    internal BodyWriter Open()
    {
        _client.Pool.Enter(_request);
        try
        {
            while (true)
            {
                Try(true);
                if (!_isAnswered || !Again())
                {
                    return new BodyWriter(Connection, _uploadLength);
                }
            }
        }
        catch (Exception)
        {
            Abort();
            throw;
        }
    }

    /// <summary>Sends a piece of the body that the caller writes.</summary>
    internal void Write(BodyWriter writer, byte[] buffer, int offset, int count)
    {
        if (_isAnswered)
        {
            return;
        }

        try
        {
            _limit.Shorten(0);
            writer.Write(buffer, offset, count);
        }
        catch (HttpException e)
        {
            if (!IsAnsweredEarly(e))
            {
                Abort();
                throw;
            }
        }
    }

    /// <summary>Ends the body that the caller wrote and reads the header of the response.</summary>
    internal HttpResponse Finish(BodyWriter writer, HttpFields? trailers)
    {
        try
        {
            if (!_isAnswered)
            {
                SendEnd(writer, trailers);
            }

            if (!_isAnswered)
            {
                ReadFinalHeader();
            }

            _client.StoreCookies(Url, Connection.Reader.Fields);
            return Respond();
        }
        catch (Exception)
        {
            Abort();
            throw;
        }
    }

    public int Read(byte[] buffer, int offset, int count)
    {
        if (IsComplete)
        {
            return 0;
        }

        if (_isEnded)
        {
            throw new ObjectDisposedException(nameof(HttpResponse));
        }

        int read;
        try
        {
            read = Connection.ReadBody(buffer, offset, count, _limit.Shorten(Options.ReadTimeout), nameof(Options.ReadTimeout));
        }
        catch (Exception e)
        {
            Abort();
            if (e is HttpException { Error: HttpError.Timeout })
            {
                _limit.Shorten(0);
            }

            throw;
        }

        ReleaseIfComplete();
        return read;
    }

    internal ITransport Upgrade()
    {
        if (_isEnded || !Connection.Reader.IsUpgraded)
        {
            throw new InvalidOperationException("The connection was not changed to another protocol, or was taken already.");
        }

        Leave();
        return Connection.Upgrade();
    }

    /// <summary>Gives the connection back, if no more than so many bytes have to be read away first; ends it otherwise.</summary>
    internal void End(int largestRest)
    {
        if (_isEnded)
        {
            return;
        }

        if (ReadAway(largestRest, 0))
        {
            ReleaseIfComplete();
        }
        else
        {
            Abort();
        }
    }

    /// <summary>Ends the connection, and with it the exchange.</summary>
    internal void Abort()
    {
        if (!_isEnded)
        {
            Leave();
            _pooled?.Connection.Abort();
        }
    }

    /// <summary>One attempt, up to the header of a response, or up to the place where the caller writes the body.</summary>
    private void Try(bool stopBeforeBody)
    {
        while (true)
        {
            try
            {
                Start();
                if (!_expectsContinue || WaitForContinue())
                {
                    if (stopBeforeBody)
                    {
                        return;
                    }

                    SendBody();
                }

                if (!_isAnswered)
                {
                    ReadFinalHeader();
                }

                return;
            }
            catch (HttpException e) when (MayRetry(e))
            {
                _hasRetried = true;
                Connection.Abort();
            }
        }
    }

    private void Start()
    {
        _isAnswered = false;

        // Where one kept connection was found closed, another one may well be.
        _pooled = (_hasRetried ? null : _client.Pool.Take(Url)) ?? Connect();
        _request.Use(Connection);
        Connection.HasReceived = false;
        Connection.Reader.Begin(_method == "HEAD");
        RequestHeader.Write(Connection.Writer, _client, _request, Url, _method, _redirects > 0, BodyLength, _expectsContinue);
    }

    private PooledConnection Connect()
    {
        try
        {
            return _client.Pool.Open(Url, _request, _limit.Shorten(Options.ConnectTimeout));
        }
        catch (HttpException e) when (e.Error == HttpError.Transport)
        {
            // The time may have been the whole's and not the connection's.
            _limit.Shorten(0);
            throw;
        }
    }

    private long BodyLength => !_hasBody ? RequestHeader.NoBody : _isUpload ? _uploadLength : _request.Body!.Length;

    /// <summary>Whether the body is to be sent: the server has said so, or nothing. False when it has answered.</summary>
    private bool WaitForContinue()
    {
        Connection.Flush();
        long deadline = MonotonicClock.Milliseconds + Options.ContinueTimeout;
        int left = Options.ContinueTimeout;
        while (Connection.TryReadHeader(_limit.Shorten(left < 0 ? 0 : left)))
        {
            if (IsFinal())
            {
                _isAnswered = true;
                return false;
            }

            bool isContinue = Connection.Reader.StatusCode == 100;
            Connection.Reader.BeginFinalResponse();
            if (isContinue)
            {
                return true;
            }

            left = (int)(deadline - MonotonicClock.Milliseconds);
        }

        return true;
    }

    private void SendBody()
    {
        if (!_hasBody)
        {
            Connection.Flush();
            return;
        }

        try
        {
            BodyWriter writer = new BodyWriter(Connection, _request.Body!.Length);
            _request.Body.Send(writer, Options.SendBufferSize);
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

    private void SendEnd(BodyWriter writer, HttpFields? trailers)
    {
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

    /// <summary>A server that does not want the rest of a body answers and closes, and then the answer is worth more than the failed write.</summary>
    private bool IsAnsweredEarly(HttpException failure)
    {
        if (failure.Error != HttpError.Transport || _pooled is null || _isAnswered)
        {
            return false;
        }

        try
        {
            while (Connection.TryReadHeader(0))
            {
                if (IsFinal())
                {
                    _isAnswered = true;
                    return true;
                }

                Connection.Reader.BeginFinalResponse();
            }
        }
        catch (HttpException)
        {
            // The failure of the write is the one that is reported.
        }

        return false;
    }

    private void ReadFinalHeader()
    {
        long deadline = MonotonicClock.Milliseconds + Options.HeaderTimeout;
        int left = Options.HeaderTimeout;
        while (true)
        {
            if (!Connection.TryReadHeader(_limit.Shorten(left < 0 ? 0 : left)))
            {
                _limit.Shorten(0);
                throw new HttpException(HttpError.Timeout, $"{Url.HostField} did not answer within {Options.HeaderTimeout} ms (HeaderTimeout).");
            }

            if (IsFinal())
            {
                return;
            }

            Connection.Reader.BeginFinalResponse();
            left = (int)(deadline - MonotonicClock.Milliseconds);
        }
    }

    private bool IsFinal()
    {
        HttpReader reader = Connection.Reader;
        if (reader.IsUpgraded && _request.Upgrade is null)
        {
            throw new HttpException(HttpError.Protocol, $"{Url.HostField} changed to another protocol without being asked to.");
        }

        return reader.StatusCode >= 200 || reader.IsUpgraded;
    }

    /// <summary>Whether the response asks for another request; then everything is ready for that.</summary>
    private bool Again()
    {
        HttpReader reader = Connection.Reader;
        int status = reader.StatusCode;
        _client.StoreCookies(Url, reader.Fields);
        if (status == 417 && _expectsContinue)
        {
            // The server does not do it (RFC 9110, section 10.1.1).
            _expectsContinue = false;
        }
        else if (status == 401)
        {
            if (!CanSendBody || !_client.TryAnswerChallenge(_request, Url, reader.Fields, _answers++))
            {
                return false;
            }
        }
        else if (!FollowRedirect(status, reader.Fields))
        {
            return false;
        }

        EndAttempt();
        return true;
    }

    private bool CanSendBody => !_hasBody || (_isUpload ? _isAnswered && _expectsContinue : _request.Body!.CanSend);

    private bool FollowRedirect(int status, HttpReceivedFields fields)
    {
        string? location = fields.GetLower("\nlocation:");
        if (!Redirection.IsRedirect(status) || location is null || Options.MaximumRedirects == 0)
        {
            return false;
        }

        if (_redirects == Options.MaximumRedirects)
        {
            throw new HttpException(
                HttpError.TooManyRedirects,
                $"{_request.Url} was redirected {_redirects} times (MaximumRedirects), last to \"{location}\".");
        }

        HttpUrl next = Redirection.GetUrl(Url, location);
        string method = Redirection.GetMethod(status, _method);
        if (method != _method)
        {
            // What becomes a GET loses its body.
            _hasBody = false;
            _expectsContinue = false;
        }
        else if (!CanSendBody)
        {
            throw new HttpException(
                HttpError.RedirectRefused,
                $"{Url} redirects to {next} with status {status}, and the body cannot be sent a second time. Send the request there, use a stream that can seek, or set ExpectContinue.");
        }

        _redirects++;
        _method = method;
        Url = next;
        return true;
    }

    /// <summary>
    /// The attempt is over: its connection is kept when it can be, and is not this exchange's to end any more, since another
    /// one may take it.
    /// </summary>
    private void EndAttempt()
    {
        bool isComplete = ReadAway(Options.ReceiveBufferSize, _limit.Shorten(Options.ReadTimeout));
        _request.Use(null);
        if (isComplete)
        {
            Keep();
        }
        else
        {
            Connection.Abort();
        }

        _pooled = null;
    }

    private bool MayRetry(HttpException failure) =>
        _pooled is not null
        && _pooled.IsReused
        && !_hasRetried
        && !Connection.HasReceived
        && (failure.Error == HttpError.Transport || failure.Error == HttpError.IncompleteMessage)
        && IsIdempotent(_method)
        && (!_hasBody || _isUpload || _request.Body!.CanSend);

    /// <summary>Methods that may be repeated when it is not known whether they were done (RFC 9110, section 9.2.2).</summary>
    private static bool IsIdempotent(string method) => method switch
    {
        "GET" or "HEAD" or "PUT" or "DELETE" or "OPTIONS" or "TRACE" => true,
        _ => false,
    };

    private HttpResponse Respond()
    {
        _response = new HttpResponse(this, Connection.Reader);
        ReleaseIfComplete();
        return _response;
    }

    /// <summary>Reads the rest of the body when it is small and comes in time; true when nothing is left.</summary>
    private bool ReadAway(int largestRest, int timeoutMilliseconds)
    {
        HttpReader reader = Connection.Reader;
        if (Connection.IsBroken || reader.IsUpgraded)
        {
            return false;
        }

        byte[]? rest = null;
        while (!reader.IsComplete && largestRest > 0)
        {
            if (!reader.KeepAlive || (reader.Buffered == 0 && !Connection.CanRead(timeoutMilliseconds)))
            {
                return false;
            }

            rest ??= new byte[256];
            try
            {
                int read = Connection.ReadBody(rest, 0, rest.Length, 1, nameof(Options.ReadTimeout));
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

        return reader.IsComplete;
    }

    private void ReleaseIfComplete()
    {
        if (Connection.Reader.IsComplete)
        {
            IsComplete = true;
            _response?.Complete();
            Leave();
            Keep();
        }
    }

    private void Keep()
    {
        HttpReader reader = Connection.Reader;
        bool isInterrupted = _isAnswered && _hasBody;
        if (reader.KeepAlive && reader.Buffered == 0 && !Connection.IsBroken && !isInterrupted && _request.KeepAlive && !_request.IsCancelled)
        {
            _client.Pool.Return(_pooled!);
        }
        else
        {
            Connection.Close();
        }
    }

    /// <summary>The exchange is over for the request and the client.</summary>
    private void Leave()
    {
        _isEnded = true;
        _request.Use(null);
        _client.Pool.Leave(_request);
    }
}
