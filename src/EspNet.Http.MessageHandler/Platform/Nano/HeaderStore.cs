using System;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Reflection;

namespace EspNet.Http;

/// <summary>
/// The headers of a request as the device's System.Net.Http keeps them. It lets nobody but itself read them, so that a field
/// that is not public has to be asked.
/// </summary>
internal static class HeaderStore
{
    private const string FieldName = "_headerStore";

    /// <summary>The headers as a collection that can be read.</summary>
    /// <exception cref="HttpRequestException">This version of System.Net.Http keeps them elsewhere.</exception>
    internal static WebHeaderCollection Get(HttpHeaders headers)
    {
        FieldInfo? field = typeof(HttpHeaders).GetField(FieldName, BindingFlags.NonPublic | BindingFlags.Instance);
        return field?.GetValue(headers) as WebHeaderCollection
            ?? throw new HttpRequestException("This version of System.Net.Http keeps the headers of a request where EspNet cannot read them. Use EspHttpClient itself.");
    }
}
