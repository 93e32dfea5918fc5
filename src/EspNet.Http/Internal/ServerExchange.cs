using System;
using EspNet.Http.Protocol;
using EspNet.Sockets;

namespace EspNet.Http.Internal;

/// <summary>One request on a server's connection, and the bytes of its response.</summary>
internal sealed class ServerExchange : IContentReader
{
    // Milliseconds that what the handler left of a body may take. A client that is still sending would otherwise be reset, and
    // with it the response that is on its way.
    private const int RestPatience = 500;

    private readonly ServerConnection _client;
    private readonly byte[] _staged;
    private BodyPace? _pace;
    private BodyWriter? _writer;
    private int _stagedCount;
    private long _discarded;
    private long _taken;
    private bool _mustContinue;
    private bool _isStopping;
    private bool _isTooLarge;

    internal ServerExchange(ServerConnection client, HttpServerOptions options, byte[] staged)
    {
        _client = client;
        _staged = staged;
        Options = options;
        Response = new HttpServerResponse(this);
        _mustContinue = Reader.MinorVersion > 0 && !Reader.IsComplete && Reader.Fields.HasTokenLower("\nexpect:", "100-continue");
    }

    internal HttpServerOptions Options { get; }

    internal HttpServerResponse Response { get; }

    internal HttpReader Reader => Connection.Reader;

    internal bool IsSecure => _client.IsSecure;

    internal bool HasStarted { get; private set; }

    /// <summary>The client's connection has failed, or its body is damaged, late or too large.</summary>
    internal bool IsClientsFault => Connection.IsBroken || _isTooLarge;

    /// <summary>Nothing of a body was written, or announced.</summary>
    internal bool IsEmpty => !HasStarted && _stagedCount == 0 && _discarded == 0 && Response.ContentLength < 0;

    /// <summary>The connection belongs to another protocol.</summary>
    internal bool IsUpgraded { get; private set; }

    private HttpConnection Connection => _client.Connection!;

    /// <summary>Nothing of a body is sent: the request was HEAD, or the status has none.</summary>
    private bool HasNoBody => Reader.Method == "HEAD" || Response.StatusCode == 204 || Response.StatusCode == 304;

    public int Read(byte[] buffer, int offset, int count)
    {
        if (Reader.IsComplete)
        {
            return 0;
        }

        if (_mustContinue)
        {
            _mustContinue = false;
            if (!HasStarted)
            {
                Connection.Writer.BeginResponse(100, StatusReason.Get(100));
                Connection.Writer.EndHeader();
                Connection.Flush();
            }
        }

        int read = ReadInTime(buffer, offset, count);
        _taken += read;
        return read;
    }

    /// <summary>Reads the rest of the body into memory.</summary>
    internal byte[] Collect(long length)
    {
        try
        {
            return ContentCollector.Collect(this, length < 0 ? length : length - _taken, Options.MaximumContentSize);
        }
        catch (HttpException e) when (e.Error == HttpError.TooLarge)
        {
            _isTooLarge = true;
            throw;
        }
    }

    /// <summary>Takes apart names and values that the client has sent.</summary>
    internal HttpForm ParseForm(string text)
    {
        try
        {
            return HttpForm.Parse(text);
        }
        catch (HttpException e) when (e.Error == HttpError.TooLarge)
        {
            _isTooLarge = true;
            throw;
        }
    }

    internal void Write(byte[] buffer, int offset, int count)
    {
        if (IsUpgraded)
        {
            throw new InvalidOperationException("The connection was changed to another protocol.");
        }

        if (HasNoBody)
        {
            _discarded += count;
            return;
        }

        if (count <= _staged.Length - _stagedCount)
        {
            Array.Copy(buffer, offset, _staged, _stagedCount, count);
            _stagedCount += count;
            return;
        }

        SendStaged();
        if (count <= _staged.Length)
        {
            Array.Copy(buffer, offset, _staged, 0, count);
            _stagedCount = count;
        }
        else
        {
            _writer!.Write(buffer, offset, count);
        }
    }

    internal void Flush()
    {
        if (!HasNoBody && !IsUpgraded)
        {
            SendStaged();
            Connection.Flush();
        }
    }

    /// <summary>Ends the response. The request's body is read away when it is short.</summary>
    /// <param name="isStopping">The server stops: the connection is not kept.</param>
    /// <returns>Whether the connection can carry another request.</returns>
    internal bool Finish(bool isStopping)
    {
        _isStopping = isStopping;
        if (IsUpgraded)
        {
            return false;
        }

        if (HasNoBody)
        {
            if (!HasStarted)
            {
                // What GET would have brought, as far as that is known.
                bool isKnown = Response.StatusCode != 204 && Response.StatusCode != 304 && (Response.ContentLength >= 0 || _discarded > 0);
                Start(!isKnown ? RequestHeader.NoBody : Response.ContentLength >= 0 ? Response.ContentLength : _discarded);
            }

            Connection.Flush();
        }
        else
        {
            if (!HasStarted)
            {
                Start(Response.ContentLength >= 0 ? Response.ContentLength : _stagedCount);
            }

            _writer!.Write(_staged, 0, _stagedCount);
            _writer.Finish(null);
        }

        return ReadAway() && _client.KeepAlive;
    }

    /// <summary>Forgets what was written, for an error page instead; false when it is on its way already.</summary>
    internal bool TryReset()
    {
        if (HasStarted)
        {
            return false;
        }

        _stagedCount = 0;
        _discarded = 0;
        Response.Reset();
        return true;
    }

    internal ITransport? Upgrade(string protocol)
    {
        HttpReceivedFields fields = Reader.Fields;
        if (Reader.MinorVersion == 0 || !Reader.IsComplete || !fields.HasToken("Upgrade", protocol) || !fields.HasToken("Connection", "upgrade"))
        {
            return null;
        }

        HasStarted = true;
        IsUpgraded = true;
        HttpWriter writer = Connection.Writer;
        writer.BeginResponse(101, StatusReason.Get(101));
        writer.AddField("Connection", "Upgrade");
        writer.AddField("Upgrade", protocol);
        writer.AddFields(Response.Fields);
        writer.EndHeader();
        Connection.Flush();
        return Connection.Upgrade();
    }

    /// <summary>Sends what is staged, behind the header. A header alone stays in its buffer.</summary>
    private void SendStaged()
    {
        if (!HasStarted)
        {
            Start(Response.ContentLength >= 0 ? Response.ContentLength
                : Reader.MinorVersion > 0 ? BodyWriter.Chunked
                : BodyWriter.UntilClose);
        }

        int count = _stagedCount;
        _stagedCount = 0;
        _writer!.Write(_staged, 0, count);
    }

    /// <summary>The header goes into the writer's buffer, where the beginning of the body joins it.</summary>
    private void Start(long length)
    {
        bool keepsAlive = Reader.KeepAlive && length != BodyWriter.UntilClose && !_isStopping && !_mustContinue && !Connection.IsBroken;
        _client.KeepAlive = keepsAlive;
        try
        {
            WriteHeader(length, keepsAlive);
        }
        catch (HttpException)
        {
            // Fields that are too large: another response can be sent instead.
            Connection.Writer.Clear();
            throw;
        }

        HasStarted = true;
        _writer = new BodyWriter(Connection, length);
    }

    private void WriteHeader(long length, bool keepsAlive)
    {
        HttpWriter writer = Connection.Writer;
        writer.BeginResponse(Response.StatusCode, StatusReason.Get(Response.StatusCode));
        if (!Response.Fields.Has("Date"))
        {
            ServerDate.AddTo(writer);
        }

        writer.AddFields(Response.Fields);
        if (length >= 0)
        {
            writer.AddContentLength(length);
        }
        else if (length == BodyWriter.Chunked)
        {
            writer.AddChunked();
        }

        if (!keepsAlive)
        {
            writer.AddField("Connection", "close");
        }
        else if (Reader.MinorVersion == 0)
        {
            writer.AddField("Connection", "keep-alive");
        }

        writer.EndHeader();
    }

    private int ReadInTime(byte[] buffer, int offset, int count)
    {
        long start = MonotonicClock.Milliseconds;
        int read = Connection.ReadBody(buffer, offset, count, Options.BodyTimeout, nameof(Options.BodyTimeout));
        _pace ??= new BodyPace(Options.BodyTimeout, Options.MinimumBodyRate);
        _pace.Add(read, MonotonicClock.Milliseconds - start);
        if (_pace.IsTooSlow && !Reader.IsComplete)
        {
            Connection.Fail();
            throw new HttpException(
                HttpError.Timeout,
                $"The body comes with less than {Options.MinimumBodyRate} bytes a second (MinimumBodyRate). What has come is not the whole.");
        }

        return read;
    }

    /// <summary>What the handler left of the request's body must be gone before the next request; true when it is.</summary>
    private bool ReadAway()
    {
        long deadline = MonotonicClock.Milliseconds + RestPatience;
        long left = RestPatience;
        while (!Reader.IsComplete && !_mustContinue && !Connection.IsBroken && left > 0)
        {
            // What was staged has been sent, so that its buffer is free.
            try
            {
                Connection.ReadBody(_staged, 0, _staged.Length, (int)left, nameof(Options.BodyTimeout));
            }
            catch (HttpException)
            {
                // It does not come, or is damaged. The response is sent, and a reset could destroy it on its way.
                return false;
            }

            left = deadline - MonotonicClock.Milliseconds;
        }

        return Reader.IsComplete;
    }
}
