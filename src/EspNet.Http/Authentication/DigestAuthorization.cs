using System;
using System.Text;
using EspNet.Http.Digest;

namespace EspNet.Http.Authentication;

/// <summary>Answers the challenge of a server with Digest (RFC 7616), for as many requests as its nonce is good for.</summary>
internal sealed class DigestAuthorization
{
    private const int ClientNonceSize = 12;

    private readonly HttpCredentials _credentials;
    private readonly Random _random;
    private readonly HashFunction _hash;
    private readonly string _realm;
    private readonly string? _opaque;
    private readonly string? _algorithm;
    private readonly bool _isSession;
    private readonly bool _hasQop;
    private readonly string _nonce;
    private string? _secret;
    private int _count;

    private DigestAuthorization(AuthChallenge challenge, HttpCredentials credentials, Random random, HashFunction hash)
    {
        _credentials = credentials;
        _random = random;
        _hash = hash;
        _algorithm = challenge.Get("algorithm");
        _isSession = _algorithm is not null && PlatformText.ToLower(_algorithm).EndsWith("-sess");
        _realm = challenge.Get("realm")!;
        _nonce = challenge.Get("nonce")!;
        _opaque = challenge.Get("opaque");
        _hasQop = challenge.Get("qop") is not null;
    }

    /// <summary>How strong it is: 2 for SHA-256, 1 for MD5.</summary>
    internal int Strength => _hash is Sha256 ? 2 : 1;

    /// <summary>Made with the first answer, unless it was set before: the examples of the RFC have one of their own.</summary>
    internal string? ClientNonce { get; set; }

    /// <summary>Null when the challenge is one that cannot be answered.</summary>
    internal static DigestAuthorization? Create(AuthChallenge challenge, HttpCredentials credentials, Random random)
    {
        string? qop = challenge.Get("qop");
        if (challenge.Get("realm") is null || challenge.Get("nonce") is null
            || (qop is not null && !Protocol.FieldText.HasToken(PlatformText.ToLower(qop), "auth")))
        {
            return null;
        }

        string algorithm = PlatformText.ToLower(challenge.Get("algorithm") ?? "md5");
        return algorithm switch
        {
            "sha-256" or "sha-256-sess" => new DigestAuthorization(challenge, credentials, random, new Sha256()),
            "md5" or "md5-sess" => new DigestAuthorization(challenge, credentials, random, new Md5()),
            _ => null,
        };
    }

    /// <summary>The value of the Authorization field.</summary>
    internal string Format(string method, string target)
    {
        ClientNonce ??= MakeClientNonce();
        _secret ??= MakeSecret();
        string action = Hash(method + ":" + target);
        string answer = "Digest username=\"" + Quote(_credentials.UserName) + "\", realm=\"" + Quote(_realm) + "\", nonce=\"" + Quote(_nonce)
            + "\", uri=\"" + target + "\"";
        if (_hasQop)
        {
            string count = (++_count).ToString("x8");
            answer += ", response=\"" + Hash(_secret + ":" + _nonce + ":" + count + ":" + ClientNonce + ":auth:" + action)
                + "\", qop=auth, nc=" + count + ", cnonce=\"" + ClientNonce + "\"";
        }
        else
        {
            // As in RFC 2069.
            answer += ", response=\"" + Hash(_secret + ":" + _nonce + ":" + action) + "\"";
            answer += _isSession ? ", cnonce=\"" + ClientNonce + "\"" : string.Empty;
        }

        answer += _algorithm is null ? string.Empty : ", algorithm=" + _algorithm;
        return _opaque is null ? answer : answer + ", opaque=\"" + Quote(_opaque) + "\"";
    }

    private static string Quote(string text)
    {
        if (text.IndexOf('"') < 0 && text.IndexOf('\\') < 0)
        {
            return text;
        }

        StringBuilder quoted = new StringBuilder();
        foreach (char character in text.ToCharArray())
        {
            if (character == '"' || character == '\\')
            {
                quoted.Append('\\');
            }

            quoted.Append(character);
        }

        return quoted.ToString();
    }

    private string MakeSecret()
    {
        string secret = Hash(_credentials.UserName + ":" + _realm + ":" + _credentials.Password);
        return _isSession ? Hash(secret + ":" + _nonce + ":" + ClientNonce) : secret;
    }

    private string MakeClientNonce()
    {
        byte[] bytes = new byte[ClientNonceSize];
        _random.NextBytes(bytes);
        return HexText.Format(bytes);
    }

    private string Hash(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        _hash.Append(bytes, 0, bytes.Length);
        return HexText.Format(_hash.Finish());
    }
}
