namespace EspNet.Http.Protocol;

/// <summary>
/// How long a message's body is (RFC 9112, section 6.3). Whatever two implementations could answer differently is refused,
/// because that is how requests are smuggled.
/// </summary>
internal static class BodyFraming
{
    /// <summary>The body is chunked.</summary>
    internal const long Chunked = -1;

    /// <summary>The body ends with the connection.</summary>
    internal const long UntilClose = -2;

    private const string ContentLengthKey = "\ncontent-length:";
    private const string TransferEncodingKey = "\ntransfer-encoding:";

    /// <summary>Length of a body that the fields announce.</summary>
    /// <param name="fields">The fields.</param>
    /// <param name="role">Who reads.</param>
    /// <param name="minorVersion">The message's version.</param>
    /// <param name="length">Bytes, <see cref="Chunked"/> or <see cref="UntilClose"/>.</param>
    internal static HttpProtocolError Get(HttpReceivedFields fields, HttpRole role, int minorVersion, out long length)
    {
        length = 0;
        int codings = fields.Find(TransferEncodingKey, 0);
        int lengths = fields.Find(ContentLengthKey, 0);
        if (codings >= 0)
        {
            if (lengths >= 0)
            {
                return HttpProtocolError.AmbiguousLength;
            }

            length = Chunked;
            bool isChunked = fields.Find(TransferEncodingKey, codings) < 0
                && PlatformText.ToLower(fields.GetLower(TransferEncodingKey)!) == "chunked";
            return isChunked && minorVersion > 0 ? HttpProtocolError.None : HttpProtocolError.UnsupportedTransferCoding;
        }

        if (lengths < 0)
        {
            // Without a length a request has no body, and a response goes on until the connection ends.
            length = role == HttpRole.Client ? UntilClose : 0;
            return HttpProtocolError.None;
        }

        bool isNumber = fields.Find(ContentLengthKey, lengths) < 0
            ? TryParse(fields.GetLower(ContentLengthKey)!, out length)
            : TryParseEqual(fields.GetAll("content-length"), out length);
        return isNumber ? HttpProtocolError.None : HttpProtocolError.BadContentLength;
    }

    private static bool TryParseEqual(string[] values, out long length)
    {
        bool isNumber = TryParse(values[0], out length);
        for (int i = 1; i < values.Length && isNumber; i++)
        {
            isNumber = TryParse(values[i], out long other) && other == length;
        }

        return isNumber;
    }

    /// <summary>A number, or a list of the same one, which proxies make of fields that are given twice.</summary>
    private static bool TryParse(string text, out long length)
    {
        if (text.IndexOf(',') >= 0)
        {
            string[] parts = text.Split(',');
            for (int i = 0; i < parts.Length; i++)
            {
                parts[i] = FieldText.Trim(parts[i]);
            }

            // Split of the device leaves out nothing, so an empty part is found.
            return TryParseEqual(parts, out length);
        }

        return Digits.TryParse(text, out length);
    }
}
