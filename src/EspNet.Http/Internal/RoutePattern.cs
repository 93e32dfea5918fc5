using System;
using EspNet.Http.Protocol;

namespace EspNet.Http.Internal;

/// <summary>A route's pattern, taken apart into its segments.</summary>
internal sealed class RoutePattern
{
    private const string Wildcard = "*";

    private readonly string[] _segments;
    private readonly bool _hasRest;
    private readonly int _wildcards;

    /// <exception cref="ArgumentException">It is no pattern.</exception>
    internal RoutePattern(string method, string pattern, object handler)
    {
        if (method != Wildcard && !FieldText.IsToken(method))
        {
            throw new ArgumentException($"\"{method}\" cannot be the method of a route.", nameof(method));
        }

        if (pattern != Wildcard && (pattern.Length == 0 || pattern[0] != '/' || pattern.IndexOfAny(new[] { '?', '#', ' ', '%' }) >= 0))
        {
            throw new ArgumentException(
                $"\"{pattern}\" cannot be the pattern of a route: it begins with a slash and holds no query, blank or percent sign.",
                nameof(pattern));
        }

        Method = method;
        Pattern = pattern == Wildcard ? "/*" : pattern;
        Handler = handler;
        _segments = Pattern.Substring(1).Split('/');
        for (int i = 0; i < _segments.Length; i++)
        {
            bool isWildcard = _segments[i] == Wildcard;
            if (!isWildcard && _segments[i].IndexOf('*') >= 0)
            {
                throw new ArgumentException($"In \"{pattern}\", * must stand for a whole segment.", nameof(pattern));
            }

            _wildcards += isWildcard ? 1 : 0;
        }

        _hasRest = _segments[_segments.Length - 1] == Wildcard;
    }

    internal string Method { get; }

    internal string Pattern { get; }

    internal object Handler { get; }

    /// <summary>Whether it answers a method. HEAD asks for what GET would answer (RFC 9110, section 9.3.2).</summary>
    internal bool Allows(string method) => Method == Wildcard || Method == method || (method == "HEAD" && Method == "GET");

    /// <summary>Whether the segments of a path, decoded, fit.</summary>
    internal bool Fits(string[] path)
    {
        int own = _segments.Length;
        if (_hasRest ? path.Length < own : path.Length != own)
        {
            return false;
        }

        // In the rest too: two slashes would be the beginning of another path to whoever joins it to a folder.
        for (int i = own; i < path.Length; i++)
        {
            if (path[i - 1].Length == 0)
            {
                return false;
            }
        }

        for (int i = 0; i < (_hasRest ? own - 1 : own); i++)
        {
            bool isWildcard = _segments[i] == Wildcard;
            if (isWildcard ? path[i].Length == 0 : _segments[i] != path[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Whether it is to be asked before another one that fits too: what is written out comes before a wildcard, from the
    /// left; with the same pattern, a method of its own before GET, which answers HEAD too, and that before every method.
    /// </summary>
    internal bool IsMoreSpecificThan(RoutePattern other)
    {
        int common = _segments.Length < other._segments.Length ? _segments.Length : other._segments.Length;
        for (int i = 0; i < common; i++)
        {
            int rank = Rank(i);
            int otherRank = other.Rank(i);
            if (rank != otherRank)
            {
                return rank > otherRank;
            }
        }

        return _segments.Length != other._segments.Length
            ? _segments.Length > other._segments.Length
            : MethodRank > other.MethodRank;
    }

    /// <summary>What stands in the place of the wildcards; null for none.</summary>
    internal string[]? Capture(string[] path)
    {
        if (_wildcards == 0)
        {
            return null;
        }

        string[] captured = new string[_wildcards];
        int next = 0;
        for (int i = 0; i < _segments.Length; i++)
        {
            if (_segments[i] == Wildcard)
            {
                captured[next++] = i == _segments.Length - 1 ? JoinFrom(path, i) : path[i];
            }
        }

        return captured;
    }

    private int MethodRank => Method == Wildcard ? 0 : Method == "GET" ? 1 : 2;

    // Written out, one segment, everything below.
    private int Rank(int segment) => _segments[segment] != Wildcard ? 2 : segment < _segments.Length - 1 ? 1 : 0;

    private static string JoinFrom(string[] path, int first)
    {
        string rest = path[first];
        for (int i = first + 1; i < path.Length; i++)
        {
            rest += "/" + path[i];
        }

        return rest;
    }
}
