namespace EspNet.Http.Internal;

/// <summary>What a <see cref="HttpRouteTable"/> found.</summary>
internal enum RouteResult
{
    /// <summary>A route.</summary>
    Found,

    /// <summary>No pattern fits the path.</summary>
    NotFound,

    /// <summary>A pattern fits, but not its method.</summary>
    MethodNotAllowed,

    /// <summary>The path is none, or tries to lead upwards.</summary>
    BadPath,
}
