namespace EspNet.Http.Protocol;

/// <summary>Which side of a connection reads.</summary>
public enum HttpRole
{
    /// <summary>A client: it reads responses.</summary>
    Client,

    /// <summary>A server: it reads requests.</summary>
    Server,
}
