using System;
using System.Collections;
using System.Text;
using EspNet.Sockets;

namespace EspNet.Http;

/// <summary>Names and values of a query, or of a form (application/x-www-form-urlencoded), in their order.</summary>
public sealed class HttpForm
{
    /// <summary>Default of the most pairs: 64.</summary>
    public const int DefaultMaximum = 64;

    private readonly ArrayList _names = new ArrayList();
    private readonly ArrayList _values = new ArrayList();
    private readonly int _maximum;

    /// <summary>Makes an empty form.</summary>
    public HttpForm()
        : this(DefaultMaximum)
    {
    }

    /// <summary>Makes an empty form.</summary>
    /// <param name="maximum">The most pairs, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1.</exception>
    public HttpForm(int maximum)
    {
        if (maximum < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(maximum));
        }

        _maximum = maximum;
    }

    /// <summary>How many pairs there are.</summary>
    public int Count => _names.Count;

    /// <summary>Takes a text apart. What is not encoded as it should be is taken as it is: a form comes from a user.</summary>
    /// <param name="text">The text, without a question mark.</param>
    /// <param name="maximum">The most pairs, at least 1.</param>
    /// <returns>Its names and values. U+0000, which the device's strings cannot hold, becomes U+FFFD, and so does what is not UTF-8.</returns>
    /// <exception cref="ArgumentNullException">The text is null.</exception>
    /// <exception cref="HttpException"><see cref="HttpError.TooLarge"/>: there are more pairs.</exception>
    public static HttpForm Parse(string text, int maximum = DefaultMaximum)
    {
        ArgumentNullException.ThrowIfNull(text, nameof(text));
        HttpForm form = new HttpForm(maximum);
        for (int start = 0; start < text.Length;)
        {
            int end = text.IndexOf('&', start);
            end = end < 0 ? text.Length : end;
            if (end > start)
            {
                string pair = text.Substring(start, end - start);
                int mark = pair.IndexOf('=');
                form.Add(
                    Decode(mark < 0 ? pair : pair.Substring(0, mark)),
                    mark < 0 ? string.Empty : Decode(pair.Substring(mark + 1)));
            }

            start = end + 1;
        }

        return form;
    }

    /// <summary>The value of a name.</summary>
    /// <param name="name">The name, in its case.</param>
    /// <returns>The first value of this name; null when there is none.</returns>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    public string? Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name, nameof(name));
        for (int i = 0; i < _names.Count; i++)
        {
            if ((string)_names[i]! == name)
            {
                return (string)_values[i]!;
            }
        }

        return null;
    }

    /// <summary>A name.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <returns>The name, decoded.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such pair.</exception>
    public string GetName(int index) => (string)_names[Check(index)]!;

    /// <summary>A value.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <returns>The value, decoded.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such pair.</exception>
    public string GetValue(int index) => (string)_values[Check(index)]!;

    /// <summary>Adds a pair.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="HttpException"><see cref="HttpError.TooLarge"/>: there are as many as may be.</exception>
    public void Add(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name, nameof(name));
        ArgumentNullException.ThrowIfNull(value, nameof(value));
        if (_names.Count == _maximum)
        {
            throw new HttpException(HttpError.TooLarge, $"The form has more than {_maximum} pairs. Raise the maximum if that is meant.");
        }

        _names.Add(name);
        _values.Add(value);
    }

    /// <summary>The form as it is sent.</summary>
    /// <returns>Names and values, encoded.</returns>
    public override string ToString()
    {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < _names.Count; i++)
        {
            if (i > 0)
            {
                text.Append('&');
            }

            text.Append(Encode((string)_names[i]!));
            text.Append('=');
            text.Append(Encode((string)_values[i]!));
        }

        return text.ToString();
    }

    private static string Encode(string text) => PercentEncoding.Encode(text, string.Empty);

    private static string Decode(string text)
    {
        if (text.IndexOf('%') < 0 && text.IndexOf('+') < 0)
        {
            return text;
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text);
        int length = PercentEncoding.Decode(bytes, true, false);
        for (int i = 0; i < length; i++)
        {
            if (bytes[i] == 0)
            {
                // A byte that is no UTF-8, so that it is replaced like the others, where a string would end.
                bytes[i] = 0xFF;
            }
        }

        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    private int Check(int index)
    {
        if (index < 0 || index >= _names.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(index));
        }

        return index;
    }
}
