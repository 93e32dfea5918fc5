using System;
using EspNet.Http.Protocol;

namespace EspNet.Http;

/// <summary>
/// The fields of a received message, in the order of their arrival. Names are compared without regard to case (RFC 9110,
/// section 5.1). They stay as one text, and a value becomes a string of its own only when it is asked for.
/// </summary>
public sealed class HttpReceivedFields
{
    private readonly string _text;
    private readonly string _lower;
    private readonly int _first;

    /// <summary>Takes lines that end with CR LF, the last one empty.</summary>
    /// <param name="text">The section; a line feed stands before the first field too.</param>
    /// <param name="lower">The same in lower case.</param>
    /// <param name="first">Index of the first field's line, at least 1.</param>
    /// <param name="count">How many fields there are.</param>
    internal HttpReceivedFields(string text, string lower, int first, int count)
    {
        _text = text;
        _lower = lower;
        _first = first;
        Count = count;
    }

    /// <summary>How many fields there are.</summary>
    public int Count { get; }

    /// <summary>The value of a field.</summary>
    /// <param name="name">Its name, in any case.</param>
    /// <returns>The value without the blanks around it, of the first field of this name; null when there is none.</returns>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    public string? Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name, nameof(name));
        return GetLower("\n" + PlatformText.ToLower(name) + ":");
    }

    /// <summary>The values of all fields of a name.</summary>
    /// <param name="name">The name, in any case.</param>
    /// <returns>The values in their order; an empty array when there is none.</returns>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    public string[] GetAll(string name)
    {
        ArgumentNullException.ThrowIfNull(name, nameof(name));
        string key = "\n" + PlatformText.ToLower(name) + ":";
        int count = 0;
        for (int at = Find(key, 0); at >= 0; at = Find(key, at))
        {
            count++;
        }

        string[] values = new string[count];
        int next = 0;
        for (int at = Find(key, 0); at >= 0; at = Find(key, at))
        {
            values[next++] = ValueAt(_text, at);
        }

        return values;
    }

    /// <summary>True when a field with a list of tokens, such as Connection, holds one of them, in any case.</summary>
    /// <param name="name">The field's name, in any case.</param>
    /// <param name="token">The token, in any case.</param>
    /// <returns>Whether one of the fields of this name holds the token.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public bool HasToken(string name, string token)
    {
        ArgumentNullException.ThrowIfNull(name, nameof(name));
        ArgumentNullException.ThrowIfNull(token, nameof(token));
        return HasTokenLower("\n" + PlatformText.ToLower(name) + ":", PlatformText.ToLower(token));
    }

    /// <summary>The name of a field, as it was received.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <returns>The name.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such field.</exception>
    public string GetName(int index)
    {
        int line = LineAt(index);
        return _text.Substring(line, _text.IndexOf(':', line) - line);
    }

    /// <summary>The value of a field.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <returns>The value without the blanks around it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such field.</exception>
    public string GetValue(int index) => ValueAt(_text, _text.IndexOf(':', LineAt(index)) + 1);

    /// <summary>The value of a field whose key is in lower case between a line feed and a colon, so that it costs one native search.</summary>
    internal string? GetLower(string key)
    {
        int at = Find(key, 0);
        return at < 0 ? null : ValueAt(_text, at);
    }

    internal bool HasTokenLower(string key, string token)
    {
        for (int at = Find(key, 0); at >= 0; at = Find(key, at))
        {
            if (FieldText.HasToken(ValueAt(_lower, at), token))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Index behind the key's next occurrence from there on, or -1.</summary>
    internal int Find(string key, int from)
    {
        // The key begins with the line feed before its line, so that it is found at the beginning of lines only.
        int at = PlatformText.IndexOf(_lower, key, from > 0 ? from : _first - 1);
        return at < 0 ? -1 : at + key.Length;
    }

    private static string ValueAt(string text, int start) => FieldText.Trim(text.Substring(start, text.IndexOf('\r', start) - start));

    private int LineAt(int index)
    {
        if (index < 0 || index >= Count)
        {
            throw new ArgumentOutOfRangeException(nameof(index));
        }

        int line = _first;
        for (int i = 0; i < index; i++)
        {
            line = _text.IndexOf('\n', line) + 1;
        }

        return line;
    }
}
