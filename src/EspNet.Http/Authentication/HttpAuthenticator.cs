using System;
using System.Collections;

namespace EspNet.Http.Authentication;

/// <summary>
/// A client's answers to the challenges of one origin: chooses the strongest scheme, and once one has been accepted, answers
/// without being asked again.
/// </summary>
internal sealed class HttpAuthenticator
{
    private const int MostAnswers = 2;

    private readonly HttpCredentials _credentials;
    private readonly Random _random;
    private DigestAuthorization? _digest;
    private bool _isBasic;

    internal HttpAuthenticator(HttpCredentials credentials, Random random)
    {
        _credentials = credentials;
        _random = random;
    }

    internal HttpCredentials Credentials => _credentials;

    /// <summary>Takes the challenges of a response with status 401.</summary>
    /// <param name="fields">The values of its WWW-Authenticate fields.</param>
    /// <param name="isSecure">The connection is TLS.</param>
    /// <param name="answers">How many challenges of this exchange were answered before.</param>
    /// <returns>
    /// True when the request can be sent again with <see cref="GetAuthorization"/>; false when the server has refused the
    /// answer already, or asks for nothing that is known.
    /// </returns>
    /// <exception cref="HttpException">It asks for Basic without TLS, and that is not allowed.</exception>
    internal bool TryAnswer(string[] fields, bool isSecure, int answers)
    {
        DigestAuthorization? best = null;
        bool isStale = false;
        bool isBasic = false;
        for (int i = 0; i < fields.Length; i++)
        {
            ArrayList challenges = AuthChallenge.Parse(fields[i]);
            for (int j = 0; j < challenges.Count; j++)
            {
                AuthChallenge challenge = (AuthChallenge)challenges[j]!;
                isBasic |= challenge.Scheme == "basic";
                DigestAuthorization? digest = challenge.Scheme == "digest"
                    ? DigestAuthorization.Create(challenge, _credentials, _random)
                    : null;
                if (digest is not null && (best is null || digest.Strength > best.Strength))
                {
                    best = digest;
                    isStale = PlatformText.ToLower(challenge.Get("stale") ?? string.Empty) == "true";
                }
            }
        }

        return best is not null ? AcceptDigest(best, isStale, answers) : isBasic && AcceptBasic(isSecure, answers);
    }

    /// <summary>The value of the Authorization field; null when nothing was asked for yet.</summary>
    internal string? GetAuthorization(string method, string target) =>
        _digest is not null ? _digest.Format(method, target)
        : _isBasic ? BasicAuthorization.Format(_credentials.UserName, _credentials.Password)
        : null;

    private bool AcceptDigest(DigestAuthorization digest, bool isStale, int answers)
    {
        // A nonce of an earlier exchange may have been forgotten. One that was just given and is refused without being too
        // old means that name or password is wrong, and a server that finds each one too old is not asked for ever.
        bool isRefused = answers >= MostAnswers || (answers > 0 && !isStale);
        _digest = isRefused ? null : digest;
        _isBasic = false;
        return !isRefused;
    }

    private bool AcceptBasic(bool isSecure, int answers)
    {
        if (!isSecure && !_credentials.InsecureAllowBasicWithoutTls)
        {
            throw new HttpException(
                HttpError.AuthenticationRefused,
                "The server asks for a password over a connection that everybody can read. Use https, or set HttpCredentials.InsecureAllowBasicWithoutTls if that is meant.");
        }

        // Whether this exchange has answered counts, and not whether another one has meanwhile; and an answer to a digest
        // is none to what the server asks for now.
        bool isRefused = answers > 0 && _digest is null;
        _digest = null;
        _isBasic = !isRefused;
        return !isRefused;
    }
}
