using System.Collections.Specialized;
using System.Net.Http.Headers;

namespace EspNet.Bench.Web;

/// <summary>Which part of the image a request gets (RFC 9110, section 14).</summary>
internal sealed record ImageRange(int StatusCode, int First, int Count, string? ContentRange)
{
    public static ImageRange Choose(NameValueCollection headers, string entityTag, int length)
    {
        string? condition = headers["If-Range"];
        bool isAsked = RangeHeaderValue.TryParse(headers["Range"], out RangeHeaderValue? ranges)
            && ranges.Unit == "bytes"
            && ranges.Ranges.Count == 1
            && (condition is null || condition == entityTag);
        if (!isAsked)
        {
            return new ImageRange(200, 0, length, null);
        }

        RangeItemHeaderValue range = ranges!.Ranges.First();
        long first = range.From ?? Math.Max(0, length - range.To!.Value);
        long last = range.From is null || range.To is null ? length - 1 : Math.Min(range.To.Value, length - 1);
        return first >= length
            ? new ImageRange(416, 0, 0, $"bytes */{length}")
            : new ImageRange(206, (int)first, (int)(last - first + 1), $"bytes {first}-{last}/{length}");
    }
}
