using EspNet.Http.Protocol;

namespace EspNet.Http.Internal;

/// <summary>
/// How far a download is, and what an answer means for it (RFC 9110, section 14). No I/O: it is asked what to request, and
/// what to do with a header. Parts are put together only when the same version is certain.
/// </summary>
internal sealed class DownloadState
{
    private readonly bool _canRewind;
    private readonly bool _isVerified;

    /// <param name="received">Bytes that are there already.</param>
    /// <param name="validator">Their version; null when not known.</param>
    /// <param name="canRewind">What was received can be thrown away.</param>
    /// <param name="isVerified">A digest of the whole will show whether the parts belong together.</param>
    internal DownloadState(long received, string? validator, bool canRewind, bool isVerified)
    {
        Received = received;
        Validator = validator;
        _canRewind = canRewind;
        _isVerified = isVerified;
    }

    internal long Received { get; private set; }

    /// <summary>Bytes of the whole; -1 when not known.</summary>
    internal long Total { get; private set; } = ContentRange.Unknown;

    internal string? Validator { get; private set; }

    /// <summary>Whether it makes sense to ask for the rest, or for everything again, after a cut.</summary>
    internal bool CanResume => CanAsk || _canRewind;

    /// <summary>Whether the rest can be asked for, because it will be known whether it belongs to what is there.</summary>
    internal bool CanAsk => Received == 0 || Validator is not null || _isVerified;

    /// <summary>Sets the fields of the next request.</summary>
    internal void Prepare(HttpFields fields)
    {
        fields.Remove("Range");
        fields.Remove("If-Range");
        if (Received > 0)
        {
            fields.Set("Range", $"bytes={Received}-");
            if (Validator is not null)
            {
                fields.Set("If-Range", Validator);
            }
        }
    }

    internal void Append(int count) => Received += count;

    /// <summary>What was received is thrown away.</summary>
    internal void Forget()
    {
        Received = 0;
        Validator = null;
        Total = ContentRange.Unknown;
    }

    /// <summary>Decides what an answer means.</summary>
    /// <exception cref="HttpException">It does not fit, and the download cannot begin anew.</exception>
    internal DownloadStep Accept(int statusCode, HttpReceivedFields fields, long contentLength)
    {
        string? validator = GetValidator(fields);
        switch (statusCode)
        {
            case 206:
                return AcceptPart(fields, validator);
            case 416:
                long first;
                long last;
                long total;
                bool isWhole = ContentRange.TryParse(fields.Get("Content-Range"), out first, out last, out total) && total == Received;
                return isWhole && Received > 0 ? DownloadStep.Done : StartAgain(null, ContentRange.Unknown, "answered 416 to what it has sent before");
            case 408:
            case 429:
            case 500:
            case 502:
            case 503:
            case 504:
                return DownloadStep.Later;
            default:
                return AcceptWhole(validator, contentLength);
        }
    }

    private static string? GetValidator(HttpReceivedFields fields)
    {
        string? tag = fields.Get("ETag");

        // A weak tag promises less than the same bytes (RFC 9110, section 8.8.1).
        return tag is not null && tag.Length > 1 && tag[0] == '"' ? tag : fields.Get("Last-Modified");
    }

    private DownloadStep AcceptPart(HttpReceivedFields fields, string? validator)
    {
        long first;
        long last;
        long total;
        if (Received == 0 || !ContentRange.TryParse(fields.Get("Content-Range"), out first, out last, out total) || first != Received)
        {
            throw new HttpException(HttpError.ContentChanged, $"The server sent another part than the one from byte {Received} on.");
        }

        if ((Total >= 0 && total >= 0 && total != Total) || (validator is not null && Validator is not null && validator != Validator))
        {
            return StartAgain(null, ContentRange.Unknown, "sent a part of another version");
        }

        Total = total >= 0 ? total : Total;
        return DownloadStep.Append;
    }

    private DownloadStep AcceptWhole(string? validator, long contentLength)
    {
        if (Received == 0)
        {
            Validator = validator;
            Total = contentLength;
            return DownloadStep.Append;
        }

        bool isSame = validator is not null && Validator is not null
            ? validator == Validator
            : _isVerified && (Total < 0 || contentLength < 0 || contentLength == Total);
        if (isSame && (contentLength < 0 || contentLength >= Received))
        {
            Total = contentLength;
            return DownloadStep.Skip;
        }

        return StartAgain(validator, contentLength, "has another version now");
    }

    private DownloadStep StartAgain(string? validator, long total, string why)
    {
        if (!_canRewind)
        {
            throw new HttpException(
                HttpError.ContentChanged,
                $"The server {why}, and the {Received} bytes that were written cannot be taken back. Begin the download anew.");
        }

        Forget();
        Validator = validator;
        Total = total;
        return DownloadStep.Restart;
    }
}
