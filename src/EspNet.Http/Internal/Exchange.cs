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
    private bool _isBodyBegun;
    private int _redirects;
    private int _answers;
    private Attempt? _attempt;
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
    internal bool IsAnswered => _attempt is not null && _attempt.IsAnswered;

    /// <summary>The response has been read to its end. Its connection may carry another request already.</summary>
    internal bool IsComplete { get; private set; }

    /// <summary>Bytes of the response's body that were read.</summary>
    internal long Taken { get; private set; }

    private long BodyLength => !_hasBody ? RequestHeader.NoBody : _isUpload ? _uploadLength : _request.Body!.Length;

    /// <summary>Whether the body can be sent once more. What the caller writes can as long as he has not begun.</summary>
    private bool CanSendBody => !_hasBody || (_isUpload ? !_isBodyBegun && IsAnswered : _request.Body!.CanSend);

    /// <summary>Sends the request with its body and reads the header of the response.</summary>
    internal HttpResponse Send()
    {
        _client.Pool.Enter(_request);
        try
        {
            do
            {
                Try(false);
            }
            while (Again());
            return Respond();
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
            do
            {
                Try(true);
            }
            while (IsAnswered && Again());
            _isBodyBegun = true;
            return new BodyWriter(_attempt!.Connection, _uploadLength, _limit);
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
        try
        {
            _attempt!.Write(writer, buffer, offset, count);
        }
        catch (Exception)
        {
            Abort();
            throw;
        }
    }

    /// <summary>Ends the body that the caller wrote and reads the header of the response.</summary>
    internal HttpResponse Finish(BodyWriter writer, HttpFields? trailers)
    {
        try
        {
            _attempt!.Finish(writer, trailers);
            _attempt.ReadFinalHeader();
            while (Again())
            {
                Try(false);
            }

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
            read = _attempt!.Read(buffer, offset, count);
        }
        catch (Exception)
        {
            Abort();
            throw;
        }

        Taken += read;
        ReleaseIfComplete();
        return read;
    }

    internal ITransport Upgrade()
    {
        if (_isEnded || !_attempt!.Reader.IsUpgraded)
        {
            throw new InvalidOperationException("The connection was not changed to another protocol, or was taken already.");
        }

        Leave();
        return _attempt.Connection.Upgrade();
    }

    /// <summary>Gives the connection back, if no more than so many bytes have to be read away first; ends it otherwise.</summary>
    internal void End(int largestRest)
    {
        if (_isEnded)
        {
            return;
        }

        if (_attempt!.ReadAway(largestRest, 0))
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
            _attempt?.Connection.Abort();
        }
    }

    /// <summary>Sends the request, up to the header of a response, or up to the place where the caller writes the body.</summary>
    private void Try(bool stopBeforeBody)
    {
        while (true)
        {
            try
            {
                Attempt attempt = Start();
                if (!_expectsContinue || attempt.WaitForContinue())
                {
                    if (stopBeforeBody)
                    {
                        return;
                    }

                    attempt.Send(_hasBody ? _request.Body : null);
                }

                attempt.ReadFinalHeader();
                return;
            }
            catch (HttpException e) when (MayRetry(e))
            {
                _hasRetried = true;
                _attempt!.Connection.Abort();
            }
        }
    }

    private Attempt Start()
    {
        // Where one kept connection was found closed, another one may well be.
        PooledConnection pooled = (_hasRetried ? null : _client.Pool.Take(Url)) ?? Connect();
        Attempt attempt = new Attempt(pooled, _request, Url, Options, _limit);
        _attempt = attempt;
        _request.Use(attempt.Connection);
        attempt.Begin(_client, _method, _redirects > 0, BodyLength, _expectsContinue);
        return attempt;
    }

    private PooledConnection Connect()
    {
        int time = _limit.Shorten(Options.ConnectTimeout);
        try
        {
            return _client.Pool.Open(Url, _request, time);
        }
        catch (HttpException e) when (time < Options.ConnectTimeout
            && e.InnerException is TransportException cause && (cause.Error == TransportError.TimedOut || _limit.IsOver))
        {
            throw _limit.Expired();
        }
    }

    private bool MayRetry(HttpException failure) =>
        _attempt is not null
        && !_hasRetried
        && _attempt.IsStale(failure)
        && IsIdempotent(_method)
        && (!_hasBody || _isUpload || _request.Body!.CanSend);

    /// <summary>Methods that may be repeated when it is not known whether they were done (RFC 9110, section 9.2.2).</summary>
    private static bool IsIdempotent(string method) => method switch
    {
        "GET" or "HEAD" or "PUT" or "DELETE" or "OPTIONS" or "TRACE" => true,
        _ => false,
    };

    /// <summary>Whether the response asks for another request; then everything is ready for that.</summary>
    private bool Again()
    {
        HttpReader reader = _attempt!.Reader;
        int status = reader.StatusCode;
        _client.StoreCookies(Url, reader.Fields);
        if (status == 417 && _expectsContinue && CanSendBody)
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
                $"{_request.Url} was redirected {_redirects} times (MaximumRedirects), and {Url} redirects again.");
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
        bool isComplete = _attempt!.ReadAway(Options.ReceiveBufferSize, _limit.Shorten(Options.ReadTimeout));
        _request.Use(null);
        if (isComplete)
        {
            _attempt.Keep(_client.Pool);
        }
        else
        {
            _attempt.Connection.Abort();
        }

        _attempt = null;
    }

    private HttpResponse Respond()
    {
        _response = new HttpResponse(this, _attempt!.Reader);
        ReleaseIfComplete();
        return _response;
    }

    private void ReleaseIfComplete()
    {
        if (_attempt!.Reader.IsComplete)
        {
            IsComplete = true;
            _response?.Complete();
            Leave();
            _attempt.Keep(_client.Pool);
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
