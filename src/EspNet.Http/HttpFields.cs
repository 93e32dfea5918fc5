using System;
using EspNet.Http.Protocol;

namespace EspNet.Http;

/// <summary>
/// The fields that a program adds to a message it sends. They are checked when they are set, so that nothing a user typed
/// can end a line and begin another field (RFC 9110, section 5.5).
/// </summary>
/// <remarks>
/// What says how a message is framed belongs to the library, which knows it: Content-Length, Transfer-Encoding, Connection,
/// Expect, Trailer, TE and Upgrade are refused.
/// </remarks>
public sealed class HttpFields
{
    /// <summary>The most fields: 64.</summary>
    public const int Maximum = 64;

    private string[] _names = new string[4];
    private string[] _values = new string[4];

    /// <summary>How many fields there are.</summary>
    public int Count { get; private set; }

    /// <summary>Sets a field, instead of any that has this name.</summary>
    /// <param name="name">Its name, a token.</param>
    /// <param name="value">Its value: anything without line breaks and other control characters; what is not ASCII is sent as UTF-8.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="HttpException">
    /// <see cref="HttpError.InvalidMessage"/>: name or value hold what they may not, the library sets this field, or there are
    /// <see cref="Maximum"/> fields already.
    /// </exception>
    public void Set(string name, string value)
    {
        Check(name, value);
        Remove(name);
        Append(name, value);
    }

    /// <summary>Adds a field, beside any that has this name.</summary>
    /// <param name="name">Its name, a token.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="HttpException">As for <see cref="Set"/>.</exception>
    public void Add(string name, string value)
    {
        Check(name, value);
        Append(name, value);
    }

    /// <summary>The value of a field.</summary>
    /// <param name="name">Its name, in any case.</param>
    /// <returns>The value of the first one of this name; null when there is none.</returns>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    public string? Get(string name)
    {
        int index = IndexOf(name);
        return index < 0 ? null : _values[index];
    }

    /// <summary>Removes all fields of a name.</summary>
    /// <param name="name">The name, in any case.</param>
    /// <returns>True when there was one.</returns>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    public bool Remove(string name)
    {
        bool found = false;
        for (int index = IndexOf(name); index >= 0; index = IndexOf(name))
        {
            found = true;
            Count--;
            Array.Copy(_names, index + 1, _names, index, Count - index);
            Array.Copy(_values, index + 1, _values, index, Count - index);
        }

        return found;
    }

    /// <summary>Removes all fields.</summary>
    public void Clear() => Count = 0;

    /// <summary>The name of a field.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <returns>The name, as it was set.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such field.</exception>
    public string GetName(int index) => _names[CheckIndex(index)];

    /// <summary>The value of a field.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such field.</exception>
    public string GetValue(int index) => _values[CheckIndex(index)];

    /// <summary>Whether there is a field of this name.</summary>
    internal bool Has(string name) => Count > 0 && IndexOf(name) >= 0;

    private static void Check(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name, nameof(name));
        ArgumentNullException.ThrowIfNull(value, nameof(value));
        if (!FieldText.IsToken(name))
        {
            throw new HttpException(HttpError.InvalidMessage, $"\"{name}\" cannot be the name of a field. Use letters, digits and hyphens.");
        }

        if (IsFraming(PlatformText.ToLower(name)))
        {
            throw new HttpException(
                HttpError.InvalidMessage,
                $"The field {name} is set by the library, from the body and the options. Leave it out.");
        }

        if (!FieldText.IsValue(value))
        {
            throw new HttpException(
                HttpError.InvalidMessage,
                $"The value of the field {name} holds a line break or another control character. Remove it, or encode it.");
        }
    }

    /// <summary>Whether the library makes this field by itself.</summary>
    /// <param name="name">The name in lower case.</param>
    internal static bool IsFraming(string name) => name switch
    {
        "content-length" or "transfer-encoding" or "connection" or "keep-alive" or "expect" or "trailer" or "te" or "upgrade" => true,
        _ => false,
    };

    private void Append(string name, string value)
    {
        if (Count == Maximum)
        {
            throw new HttpException(HttpError.InvalidMessage, $"A message has at most {Maximum} fields of the program. Remove some.");
        }

        if (Count == _names.Length)
        {
            _names = Grow(_names);
            _values = Grow(_values);
        }

        _names[Count] = name;
        _values[Count] = value;
        Count++;
    }

    private static string[] Grow(string[] items)
    {
        string[] larger = new string[items.Length * 2];
        Array.Copy(items, 0, larger, 0, items.Length);
        return larger;
    }

    private int IndexOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name, nameof(name));
        string lower = PlatformText.ToLower(name);
        for (int i = 0; i < Count; i++)
        {
            if (_names[i].Length == name.Length && PlatformText.ToLower(_names[i]) == lower)
            {
                return i;
            }
        }

        return -1;
    }

    private int CheckIndex(int index)
    {
        if (index < 0 || index >= Count)
        {
            throw new ArgumentOutOfRangeException(nameof(index));
        }

        return index;
    }
}
