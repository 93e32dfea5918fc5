using System;

namespace EspNet.Http.Protocol;

/// <summary>
/// Reads the messages of one side of a connection (RFC 9112), from bytes that may be split anywhere. It knows no socket:
/// bytes are put into it and come out as the lines before a body, and the body. What it keeps is bounded by
/// <see cref="HttpLimits"/>, whatever the peer sends.
/// </summary>
/// <remarks>
/// Use: <see cref="Begin"/> a message; then <see cref="Reserve"/>, put at most <see cref="Free"/> bytes at
/// <see cref="Position"/> of <see cref="Buffer"/>, <see cref="Advance"/> and <see cref="ReadHeader"/> until it is complete;
/// then in the same way <see cref="ReadBody"/> until <see cref="IsComplete"/>. When the peer has closed its side,
/// <see cref="EndOfInput"/> tells whether the message was whole. Bytes of the next message stay in the buffer.
/// </remarks>
public sealed class HttpReader
{
    private const string ConnectionKey = "\nconnection:";

    private readonly HttpRole _role;
    private readonly HttpLimits _limits;
    private readonly ReceiveBuffer _input;
    private readonly SectionScanner _scanner;
    private readonly BodyDecoder _body;
    private readonly HeaderParser _header = new HeaderParser();
    private bool _hasNoBody;
    private int _interimResponses;

    /// <summary>Makes a reader.</summary>
    /// <param name="role">Which side reads: a client reads responses, a server requests.</param>
    /// <param name="limits">The limits, which must not change afterwards.</param>
    /// <param name="bufferSize">Bytes of the buffer at the beginning, 64 to 65,536. It grows as far as the limits allow when the lines before a body need it.</param>
    /// <exception cref="ArgumentNullException">The limits are null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The size is outside its range.</exception>
    public HttpReader(HttpRole role, HttpLimits limits, int bufferSize)
    {
        ArgumentNullException.ThrowIfNull(limits, nameof(limits));
        if (bufferSize < 64 || bufferSize > 65_536)
        {
            throw new ArgumentOutOfRangeException(nameof(bufferSize));
        }

        _role = role;
        _limits = limits;
        _input = new ReceiveBuffer(bufferSize, limits.LargestSection);
        _scanner = new SectionScanner(limits);
        _body = new BodyDecoder(limits, _input, _scanner);
        Begin(false);
    }

    /// <summary>Where received bytes are put. Ask anew after each <see cref="Reserve"/>.</summary>
    public byte[] Buffer => _input.Bytes;

    /// <summary>Index in <see cref="Buffer"/> of the first free byte.</summary>
    public int Position => _input.End;

    /// <summary>How many bytes can be put at <see cref="Position"/>.</summary>
    public int Free => _input.Free;

    /// <summary>How many bytes were put in and not yet read: where a message is complete, they belong to the next one.</summary>
    public int Buffered => _input.Count;

    /// <summary>How the peer broke the protocol or a limit.</summary>
    public HttpProtocolError Error { get; private set; }

    /// <summary>The method of a request.</summary>
    public string Method => _header.Method;

    /// <summary>The target of a request, as it stands in the request line.</summary>
    public string Target => _header.Target;

    /// <summary>The status code of a response, 100 to 999.</summary>
    public int StatusCode => _header.StatusCode;

    /// <summary>The reason of a response, often empty. Nothing should depend on it (RFC 9112, section 4).</summary>
    public string Reason => _header.Reason;

    /// <summary>1 for a message of HTTP/1.1, 0 for one of HTTP/1.0.</summary>
    public int MinorVersion => _header.MinorVersion;

    /// <summary>The fields before the body. Valid when <see cref="ReadHeader"/> has answered Complete.</summary>
    public HttpReceivedFields Fields => _header.Fields!;

    /// <summary>The fields after a chunked body; null when there are none or the body is not complete.</summary>
    public HttpReceivedFields? Trailers => _body.Trailers;

    /// <summary>What Content-Length says, also where no body follows (HEAD, 304); 0 where there can be none, -1 where it is not said.</summary>
    public long ContentLength { get; private set; }

    /// <summary>The body is chunked.</summary>
    public bool IsChunked { get; private set; }

    /// <summary>The message has been read to its end.</summary>
    public bool IsComplete => _body.State == BodyState.Complete;

    /// <summary>
    /// The connection changes to another protocol (101, RFC 9110, section 7.8): what is in the buffer, and everything that
    /// follows, belongs to that one.
    /// </summary>
    public bool IsUpgraded => _body.State == BodyState.Upgraded;

    /// <summary>
    /// Another message can follow on the connection: neither side's version, nor Connection, nor the body says that it ends
    /// with this one (RFC 9112, section 9.3).
    /// </summary>
    public bool KeepAlive { get; private set; }

    /// <summary>A message has been read in part.</summary>
    public bool IsMidMessage => _body.State != BodyState.Complete && (_body.State != BodyState.Header || _input.Count > 0);

    /// <summary>Begins the next message. Bytes that are in the buffer belong to it.</summary>
    /// <param name="hasNoBody">
    /// The response answers a HEAD request, so that it has no body whatever its fields announce. Without meaning for requests.
    /// </param>
    public void Begin(bool hasNoBody)
    {
        _hasNoBody = hasNoBody;
        _interimResponses = 0;
        BeginHeader();
    }

    /// <summary>Forgets everything, for a new connection.</summary>
    public void Reset()
    {
        _input.Clear();
        Error = HttpProtocolError.None;
        Begin(false);
    }

    /// <summary>Makes as much room in the buffer as there is.</summary>
    public void Reserve() => _input.Reserve();

    /// <summary>Says that bytes were put at <see cref="Position"/>.</summary>
    /// <param name="count">How many, 0 to <see cref="Free"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">More than fitted.</exception>
    public void Advance(int count) => _input.Advance(count);

    /// <summary>Reads the lines before the body, as far as they have come. An interim response (1xx) is one that is complete at once: begin the next with <see cref="BeginFinalResponse"/>.</summary>
    /// <returns>Complete, an error, or that more bytes are needed.</returns>
    /// <exception cref="InvalidOperationException">They have been read already.</exception>
    public HttpReadResult ReadHeader()
    {
        if (Error != HttpProtocolError.None)
        {
            return HttpReadResult.Error;
        }

        if (_body.State != BodyState.Header)
        {
            throw new InvalidOperationException("The header of this message has been read. Begin the next one.");
        }

        HttpReadResult result = _scanner.Scan(_input);
        if (result == HttpReadResult.NeedMore)
        {
            return result;
        }

        if (result == HttpReadResult.Error)
        {
            return Fail(_scanner.Error);
        }

        if (!_header.TryParseHeader(_input, _scanner.Length, _scanner.Fields, _role))
        {
            return Fail(_header.Error);
        }

        HttpProtocolError error = _role == HttpRole.Server ? HostField.Check(Fields, MinorVersion) : HttpProtocolError.None;
        if (error == HttpProtocolError.None)
        {
            error = BeginBody();
        }

        if (error != HttpProtocolError.None)
        {
            return Fail(error);
        }

        _input.Skip(_scanner.Length);
        return HttpReadResult.Complete;
    }

    /// <summary>After an interim response: begins the next one, which belongs to the same request.</summary>
    public void BeginFinalResponse() => BeginHeader();

    /// <summary>Takes as much of the body as is in the buffer.</summary>
    /// <param name="buffer">Where it goes.</param>
    /// <param name="offset">Index of the first byte written.</param>
    /// <param name="count">The most bytes to take, 0 or more.</param>
    /// <returns>
    /// The number of bytes. When it is 0, the body is complete (<see cref="IsComplete"/>), damaged (<see cref="Error"/>), or
    /// more bytes are needed.
    /// </returns>
    public int ReadBody(byte[] buffer, int offset, int count)
    {
        int read = _body.Read(buffer, offset, count);
        if (_body.Error != HttpProtocolError.None && Error == HttpProtocolError.None)
        {
            Fail(_body.Error);
        }

        return read;
    }

    /// <summary>
    /// How many bytes the network may put straight into the reader's destination instead of into <see cref="Buffer"/>; say
    /// afterwards with <see cref="ReadDirectly"/> how many it were.
    /// </summary>
    /// <param name="count">How many are wanted.</param>
    /// <returns>Bytes of the body; 0 when the buffer has to be used: because bytes are in it, because few are wanted, or because framing follows soon.</returns>
    public int GetDirectCount(int count) => _body.GetDirectCount(count);

    /// <summary>Says that bytes of the body went straight to their destination.</summary>
    /// <param name="count">How many, at most what <see cref="GetDirectCount"/> answered.</param>
    public void ReadDirectly(int count) => _body.Taken(count);

    /// <summary>Takes bytes that belong to no message of HTTP: those of the protocol that the connection has changed to.</summary>
    /// <param name="buffer">Where they go.</param>
    /// <param name="offset">Index of the first byte written.</param>
    /// <param name="count">The most bytes to take.</param>
    /// <returns>The number of bytes, 0 when none are in the buffer.</returns>
    public int TakeBuffered(byte[] buffer, int offset, int count) =>
        _input.Take(buffer, offset, count < _input.Count ? count : _input.Count);

    /// <summary>
    /// The peer has closed its side: nothing follows what is in the buffer. Take that first: the end of a chunked body is
    /// found by <see cref="ReadBody"/>.
    /// </summary>
    /// <returns>
    /// True when the message is whole, which a body without a length is now; false when something is missing. Bytes of the
    /// body that are still in the buffer can be read.
    /// </returns>
    public bool EndOfInput() => _body.EndOfInput();

    private void BeginHeader()
    {
        _body.Rest(BodyState.Header);
        _scanner.BeginHeader(_role);
        ContentLength = 0;
        IsChunked = false;
        KeepAlive = false;
    }

    /// <summary>Decides by the fields what follows them.</summary>
    private HttpProtocolError BeginBody()
    {
        bool isUpgrade = false;
        bool hasNoBody = false;
        if (_role == HttpRole.Client)
        {
            int code = StatusCode;
            isUpgrade = code == 101;
            hasNoBody = _hasNoBody || code < 200 || code == 204 || code == 304;
            if (code < 200 && !isUpgrade && ++_interimResponses > _limits.MaximumInterimResponses)
            {
                return HttpProtocolError.TooManyInterimResponses;
            }
        }

        // Asked also where no body follows, so that what is ambiguous is refused there too.
        long length;
        HttpProtocolError error = BodyFraming.Get(Fields, _role, MinorVersion, out length);
        if (error != HttpProtocolError.None)
        {
            return error;
        }

        KeepAlive = !Fields.HasTokenLower(ConnectionKey, "close")
            && (MinorVersion > 0 || Fields.HasTokenLower(ConnectionKey, "keep-alive"));
        ContentLength = length >= 0 ? length : hasNoBody && !_hasNoBody && StatusCode != 304 ? 0 : -1;
        if (hasNoBody)
        {
            _body.Rest(isUpgrade ? BodyState.Upgraded : BodyState.Complete);
            return HttpProtocolError.None;
        }

        IsChunked = length == BodyFraming.Chunked;
        KeepAlive &= length != BodyFraming.UntilClose;
        _body.Begin(length);
        return HttpProtocolError.None;
    }

    private HttpReadResult Fail(HttpProtocolError error)
    {
        Error = error;
        KeepAlive = false;
        return HttpReadResult.Error;
    }
}
