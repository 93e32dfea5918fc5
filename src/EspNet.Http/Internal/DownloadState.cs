using System;
using EspNet.Http.Cookies;
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
    private long _partEnd = ContentRange.Unknown;

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

    /// <summary>What the last answer announced has come. It may be less than the whole (RFC 9110, section 15.3.7).</summary>
    internal bool IsPartComplete => _partEnd < 0 || _partEnd == Received;

    /// <summary>What the last answer announced was everything. An answer without a length ends with the content.</summary>
    internal bool IsComplete => _partEnd < 0 || Received == Total;

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
        _partEnd = ContentRange.Unknown;
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
                bool isWhole = ContentRange.TryParse(fields.Get("Content-Range"), out first, out last, out total)
                    ? total == Received
                    : _partEnd == Received;
                return isWhole && Received > 0 ? DownloadStep.Done : StartAgain(null, ContentRange.Unknown, "answered 416 to what it has sent before");
            case 200:
            case 203:
                return AcceptWhole(validator, contentLength);
            default:
                // What is neither the content nor a part of it is the server's trouble: who asks has looked at the rest.
                return DownloadStep.Later;
        }
    }

    private static string? GetValidator(HttpReceivedFields fields)
    {
        string? tag = fields.Get("ETag");

        // A weak tag promises less than the same bytes (RFC 9110, section 8.8.1).
        return tag is not null && tag.Length > 1 && tag[0] == '"' ? tag : GetStrongDate(fields);
    }

    /// <summary>A date tells versions apart only when it is older than the answer (RFC 9110, section 8.8.2.2).</summary>
    private static string? GetStrongDate(HttpReceivedFields fields)
    {
        DateTime modified;
        DateTime sent;
        string? value = fields.Get("Last-Modified");
        bool isStrong = value is not null
            && HttpDate.TryParse(value, out modified)
            && HttpDate.TryParse(fields.Get("Date") ?? string.Empty, out sent)
            && sent.Ticks - modified.Ticks >= TimeSpan.TicksPerSecond;
        return isStrong ? value : null;
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
        _partEnd = last + 1;
        return DownloadStep.Append;
    }

    private DownloadStep AcceptWhole(string? validator, long contentLength)
    {
        if (Received == 0)
        {
            Validator = validator;
            Total = contentLength;
            _partEnd = contentLength;
            return DownloadStep.Append;
        }

        bool isSame = validator is not null && Validator is not null
            ? validator == Validator
            : _isVerified && (Total < 0 || contentLength < 0 || contentLength == Total);
        if (isSame && (contentLength < 0 || contentLength >= Received))
        {
            Total = contentLength;
            _partEnd = contentLength;
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
        _partEnd = total;
        return DownloadStep.Restart;
    }
}
