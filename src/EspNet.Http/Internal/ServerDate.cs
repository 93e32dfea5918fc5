using System;
using EspNet.Http.Cookies;
using EspNet.Http.Protocol;

namespace EspNet.Http.Internal;

/// <summary>The Date field, which a server with a clock sends and one without must not (RFC 9110, section 6.6.1).</summary>
internal static class ServerDate
{
    // A device that has not been told the date counts from 1970.
    private const int FirstBelievableYear = 2020;

    internal static void AddTo(HttpWriter writer)
    {
        DateTime now = DateTime.UtcNow;
        if (now.Year >= FirstBelievableYear)
        {
            writer.AddField("Date", HttpDate.Format(now));
        }
    }
}
