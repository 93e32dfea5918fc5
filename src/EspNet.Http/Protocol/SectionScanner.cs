namespace EspNet.Http.Protocol;

/// <summary>
/// Finds the end of a section of lines: a start line with its fields, or a trailer. Each byte is looked at once, however the
/// input is split, and the same input gives the same answer however it is split.
/// </summary>
internal sealed class SectionScanner
{
    // A client may send an empty line too many before its request (RFC 9112, section 2.2).
    private const int MostEmptyLines = 4;

    private readonly HttpLimits _limits;
    private int _maximumSize;
    private bool _hasStartLine;
    private bool _maySkipEmptyLines;
    private bool _isResponse;
    private HttpProtocolError _tooLarge;
    private int _scanned;
    private int _line;
    private int _lines;
    private int _emptyLines;

    internal SectionScanner(HttpLimits limits)
    {
        _limits = limits;
    }

    /// <summary>What is wrong, when <see cref="Scan"/> says so.</summary>
    internal HttpProtocolError Error { get; private set; }

    /// <summary>Bytes of the section with the empty line that ends it.</summary>
    internal int Length { get; private set; }

    /// <summary>How many fields it has.</summary>
    internal int Fields => _hasStartLine ? _lines - 1 : _lines;

    /// <summary>Begins the lines before a body.</summary>
    internal void BeginHeader(HttpRole role)
    {
        _hasStartLine = true;
        _maySkipEmptyLines = role == HttpRole.Server;
        _isResponse = role == HttpRole.Client;
        _maximumSize = _limits.MaximumHeaderSize;
        _tooLarge = HttpProtocolError.HeaderTooLarge;
        Begin();
    }

    /// <summary>Begins the fields after the last chunk.</summary>
    internal void BeginTrailer()
    {
        _hasStartLine = false;
        _maySkipEmptyLines = false;
        _isResponse = false;
        _maximumSize = _limits.MaximumTrailerSize;
        _tooLarge = HttpProtocolError.TrailerTooLarge;
        Begin();
    }

    internal HttpReadResult Scan(ReceiveBuffer input)
    {
        if (_isResponse && input.Count > 0 && input.Bytes[input.Start] != 'H')
        {
            // Something that speaks first and is no web server, SSH for instance, is not waited for to end a line.
            return Fail(HttpProtocolError.BadStatusLine);
        }

        while (true)
        {
            int lineFeed = input.FindLineFeed(input.Start + _scanned);
            int end = lineFeed < 0 ? input.End : lineFeed + 1;
            HttpProtocolError excess = CheckSize(end - input.Start, lineFeed < 0);
            if (excess != HttpProtocolError.None)
            {
                return Fail(excess);
            }

            if (lineFeed < 0)
            {
                _scanned = end - input.Start;
                return HttpReadResult.NeedMore;
            }

            int line = input.Start + _line;
            if (lineFeed == line || input.Bytes[lineFeed - 1] != '\r')
            {
                return Fail(HttpProtocolError.BareLineBreak);
            }

            if (lineFeed == line + 1)
            {
                if (_lines == 0 && _hasStartLine)
                {
                    if (!_maySkipEmptyLines || ++_emptyLines > MostEmptyLines)
                    {
                        return Fail(_maySkipEmptyLines ? HttpProtocolError.BadRequestLine : HttpProtocolError.BadStatusLine);
                    }

                    input.Skip(2);
                    _scanned = 0;
                    continue;
                }

                Length = end - input.Start;
                return HttpReadResult.Complete;
            }

            HttpProtocolError error = CheckLine(input.Bytes[line]);
            if (error != HttpProtocolError.None)
            {
                return Fail(error);
            }

            _line = end - input.Start;
            _scanned = _line;
        }
    }

    private HttpProtocolError CheckLine(byte first)
    {
        bool isField = _lines > 0 || !_hasStartLine;
        _lines++;
        if (isField && (first == ' ' || first == '\t'))
        {
            return HttpProtocolError.LineFolding;
        }

        return Fields > _limits.MaximumFields ? HttpProtocolError.TooManyFields : HttpProtocolError.None;
    }

    /// <summary>Whether what has been scanned, or the line that goes on after it, must become too large.</summary>
    private HttpProtocolError CheckSize(int size, bool goesOn)
    {
        int least = goesOn ? size + 1 : size;
        if (_hasStartLine && _lines == 0 && least > _limits.MaximumStartLine)
        {
            return HttpProtocolError.StartLineTooLong;
        }

        return least > _maximumSize ? _tooLarge : HttpProtocolError.None;
    }

    private void Begin()
    {
        Error = HttpProtocolError.None;
        Length = 0;
        _scanned = 0;
        _line = 0;
        _lines = 0;
        _emptyLines = 0;
    }

    private HttpReadResult Fail(HttpProtocolError error)
    {
        Error = error;
        return HttpReadResult.Error;
    }
}
