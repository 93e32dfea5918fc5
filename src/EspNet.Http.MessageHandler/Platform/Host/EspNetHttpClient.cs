using System.Net.Http;

namespace EspNet.Http;

/// <summary>
/// System.Net.Http's HttpClient on EspNet.Http: on the PC no more than <c>new HttpClient(new EspNetMessageHandler())</c>.
/// </summary>
public sealed class EspNetHttpClient : HttpClient
{
    /// <summary>Makes a client with the default options.</summary>
    public EspNetHttpClient()
        : this(new EspNetMessageHandler())
    {
    }

    /// <summary>Makes a client on a handler.</summary>
    /// <param name="handler">The handler, which is disposed with the client.</param>
    public EspNetHttpClient(EspNetMessageHandler handler)
        : base(handler)
    {
    }
}
