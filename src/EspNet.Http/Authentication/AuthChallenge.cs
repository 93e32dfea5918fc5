using System.Collections;
using System.Text;

namespace EspNet.Http.Authentication;

/// <summary>One challenge of a WWW-Authenticate field (RFC 9110, section 11.6.1): a scheme with its parameters.</summary>
internal sealed class AuthChallenge
{
    // More than any server sends: what is behind them is not looked at.
    private const int Most = 8;
    private const int MostParameters = 16;

    private readonly ArrayList _names = new ArrayList();
    private readonly ArrayList _values = new ArrayList();

    private AuthChallenge(string scheme)
    {
        Scheme = scheme;
    }

    /// <summary>In lower case.</summary>
    internal string Scheme { get; }

    /// <summary>The value of a parameter.</summary>
    /// <param name="name">Its name in lower case.</param>
    internal string? Get(string name)
    {
        int index = _names.IndexOf(name);
        return index < 0 ? null : (string)_values[index]!;
    }

    /// <summary>The challenges of one field. What cannot be read is left out.</summary>
    internal static ArrayList Parse(string field)
    {
        ArrayList challenges = new ArrayList();
        AuthScanner scanner = new AuthScanner(field);
        AuthChallenge? challenge = null;
        while (scanner.Next())
        {
            if (scanner.Value is null)
            {
                // A word that no equals sign follows begins a challenge.
                if (challenges.Count == Most)
                {
                    break;
                }

                challenge = new AuthChallenge(PlatformText.ToLower(scanner.Name));
                challenges.Add(challenge);
            }
            else if (challenge is not null && challenge._names.Count < MostParameters)
            {
                challenge._names.Add(PlatformText.ToLower(scanner.Name));
                challenge._values.Add(scanner.Value);
            }
        }

        return challenges;
    }

    /// <summary>Words, and words with a value, one after another.</summary>
    private sealed class AuthScanner
    {
        private readonly char[] _text;
        private int _at;

        internal AuthScanner(string text)
        {
            _text = text.ToCharArray();
        }

        internal string Name { get; private set; } = string.Empty;

        internal string? Value { get; private set; }

        internal bool Next()
        {
            Skip(true);
            int start = _at;
            while (_at < _text.Length && !IsEnd(_text[_at]))
            {
                _at++;
            }

            if (_at == start)
            {
                return false;
            }

            Name = new string(_text, start, _at - start);
            int end = _at;
            Skip(false);
            bool hasValue = _at < _text.Length && _text[_at] == '=';
            if (hasValue)
            {
                _at++;
                Skip(false);
                Value = _at < _text.Length && _text[_at] == '"' ? ReadQuoted() : ReadWord();
            }
            else
            {
                _at = end;
                Value = null;
            }

            return true;
        }

        private static bool IsEnd(char character) =>
            character == ' ' || character == '\t' || character == ',' || character == '=' || character == '"';

        private void Skip(bool withCommas)
        {
            while (_at < _text.Length && (_text[_at] == ' ' || _text[_at] == '\t' || (withCommas && _text[_at] == ',')))
            {
                _at++;
            }
        }

        private string ReadWord()
        {
            int start = _at;
            while (_at < _text.Length && _text[_at] != ',' && _text[_at] != ' ' && _text[_at] != '\t')
            {
                _at++;
            }

            return new string(_text, start, _at - start);
        }

        private string ReadQuoted()
        {
            StringBuilder value = new StringBuilder();
            for (_at++; _at < _text.Length && _text[_at] != '"'; _at++)
            {
                if (_text[_at] == '\\' && _at + 1 < _text.Length)
                {
                    _at++;
                }

                value.Append(_text[_at]);
            }

            _at++;
            return value.ToString();
        }
    }
}
