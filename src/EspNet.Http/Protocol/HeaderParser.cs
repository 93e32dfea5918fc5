using System.Text;

namespace EspNet.Http.Protocol;

/// <summary>
/// Takes apart the lines before a body that <see cref="SectionScanner"/> has found complete, or those of a trailer. What is
/// wrong with them is found here, so that nothing of a damaged message is ever handed out.
/// </summary>
internal sealed class HeaderParser
{
    private const string LineBreak = "\r\n";

    /// <summary>What is wrong, when a method answers false.</summary>
    internal HttpProtocolError Error { get; private set; }

    internal HttpReceivedFields? Fields { get; private set; }

    internal string Method { get; private set; } = string.Empty;

    internal string Target { get; private set; } = string.Empty;

    internal int StatusCode { get; private set; }

    internal string Reason { get; private set; } = string.Empty;

    /// <summary>1 for HTTP/1.1 and everything after it, 0 for HTTP/1.0.</summary>
    internal int MinorVersion { get; private set; }

    internal bool TryParseHeader(ReceiveBuffer input, int length, int fields, HttpRole role)
    {
        HttpProtocolError badStart = role == HttpRole.Server ? HttpProtocolError.BadRequestLine : HttpProtocolError.BadStatusLine;
        if (input.HasNul(input.Start, length))
        {
            return Fail(HttpProtocolError.BadFieldValue);
        }

        string text = Encoding.UTF8.GetString(input.Bytes, input.Start, length);
        int end = text.IndexOf('\r');
        if (text.IndexOf('\n') != end + 1)
        {
            return Fail(HttpProtocolError.BareLineBreak);
        }

        int control = FieldText.FindControl(text);
        if (control >= 0)
        {
            return Fail(control < end ? badStart : HttpProtocolError.BadFieldValue);
        }

        bool isAscii = IsAscii(text, length);
        bool isStart = role == HttpRole.Server ? TryParseRequestLine(text, end, isAscii) : TryParseStatusLine(text, end);
        return isStart && TryParseFields(text, end + 2, fields, isAscii);
    }

    internal bool TryParseTrailer(ReceiveBuffer input, int length, int fields)
    {
        if (input.HasNul(input.Start, length))
        {
            return Fail(HttpProtocolError.BadFieldValue);
        }

        string text = Encoding.UTF8.GetString(input.Bytes, input.Start, length);
        bool isAscii = IsAscii(text, length);
        if (FieldText.FindControl(text) >= 0)
        {
            return Fail(HttpProtocolError.BadFieldValue);
        }

        return TryParseFields(LineBreak + text, LineBreak.Length, fields, isAscii);
    }

    /// <summary>
    /// As many characters as bytes: there is nothing but ASCII, and nothing needs to be looked at one by one. A byte that is
    /// no UTF-8 becomes one character too, but a certain one.
    /// </summary>
    private static bool IsAscii(string text, int length) => text.Length == length && text.IndexOf('\uFFFD') < 0;

    private bool TryParseRequestLine(string text, int end, bool isAscii)
    {
        int first = text.IndexOf(' ');
        int second = first < 0 ? -1 : text.IndexOf(' ', first + 1);
        if (first <= 0 || second < 0 || second > end || second == first + 1)
        {
            return Fail(HttpProtocolError.BadRequestLine);
        }

        string method = text.Substring(0, first);
        string target = text.Substring(first + 1, second - first - 1);
        if (!FieldText.IsToken(text, 0, first) || target.IndexOf('\t') >= 0 || target.IndexOf('#') >= 0 ||
            (!isAscii && !FieldText.IsAscii(method + target)))
        {
            return Fail(HttpProtocolError.BadRequestLine);
        }

        Method = method;
        Target = target;
        return TryParseVersion(text, second + 1, end, HttpProtocolError.BadRequestLine);
    }

    private bool TryParseStatusLine(string text, int end)
    {
        int blank = text.IndexOf(' ');
        int versionEnd = blank < 0 || blank > end ? end : blank;
        if (!TryParseVersion(text, 0, versionEnd, HttpProtocolError.BadStatusLine))
        {
            return false;
        }

        // Some servers leave out the blank before an empty reason.
        int codeEnd = blank + 4;
        if (versionEnd == end || codeEnd > end || (codeEnd < end && text[codeEnd] != ' '))
        {
            return Fail(HttpProtocolError.BadStatusLine);
        }

        int code = 0;
        for (int i = blank + 1; i < codeEnd; i++)
        {
            char digit = text[i];
            if (digit < '0' || digit > '9')
            {
                return Fail(HttpProtocolError.BadStatusLine);
            }

            code = (code * 10) + digit - '0';
        }

        if (code < 100)
        {
            return Fail(HttpProtocolError.BadStatusLine);
        }

        StatusCode = code;
        Reason = codeEnd < end ? text.Substring(codeEnd + 1, end - codeEnd - 1) : string.Empty;
        return true;
    }

    private bool TryParseVersion(string text, int start, int end, HttpProtocolError bad)
    {
        if (end - start != 8 || PlatformText.IndexOf(text, "HTTP/", start) != start || text[start + 6] != '.')
        {
            return Fail(bad);
        }

        char major = text[start + 5];
        char minor = text[start + 7];
        if (major < '0' || major > '9' || minor < '0' || minor > '9')
        {
            return Fail(bad);
        }

        if (major != '1')
        {
            return Fail(HttpProtocolError.UnsupportedVersion);
        }

        MinorVersion = minor == '0' ? 0 : 1;
        return true;
    }

    private bool TryParseFields(string text, int first, int count, bool isAscii)
    {
        int line = first;
        for (int i = 0; i < count; i++)
        {
            int colon = text.IndexOf(':', line);
            int end = text.IndexOf('\r', line);
            if (text.IndexOf('\n', line) != end + 1)
            {
                return Fail(HttpProtocolError.BareLineBreak);
            }

            if (colon < 0 || colon > end || !FieldText.IsToken(text, line, colon - line) ||
                (!isAscii && !FieldText.IsAscii(text.Substring(line, colon - line))))
            {
                return Fail(HttpProtocolError.BadFieldName);
            }

            line = end + 2;
        }

        Fields = new HttpReceivedFields(text, PlatformText.ToLower(text), first, count);
        return true;
    }

    private bool Fail(HttpProtocolError error)
    {
        Error = error;
        return false;
    }
}
