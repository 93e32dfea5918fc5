namespace EspNet.Http.Internal;

/// <summary>The route of a request.</summary>
internal sealed class RouteMatch
{
    internal RouteMatch(RouteResult result)
    {
        Result = result;
    }

    internal RouteResult Result { get; }

    internal object? Handler { get; set; }

    /// <summary>What stands in the place of the wildcards, decoded; null for none.</summary>
    internal string[]? Wildcards { get; set; }

    /// <summary>The methods that are allowed, where this one is not.</summary>
    internal string? Allow { get; set; }
}
