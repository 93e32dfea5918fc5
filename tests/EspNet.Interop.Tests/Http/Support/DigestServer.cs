using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace EspNet.Interop.Tests.Http.Support;

/// <summary>The server's side of Digest (RFC 7616), written without the library's.</summary>
internal sealed partial class DigestServer(string algorithm, string? qop)
{
    internal const string User = "Mufasa";
    internal const string Password = "Circle of \"Life\"";

    private const string Realm = "http-auth@example.org";
    private const string Opaque = "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS";

    /// <summary>What the next challenge gives out.</summary>
    internal string Nonce { get; set; } = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";

    /// <summary>The value of a WWW-Authenticate field.</summary>
    internal string Challenge(bool isStale = false) =>
        $"Digest realm=\"{Realm}\", {(qop is null ? string.Empty : $"qop=\"{qop}\", ")}algorithm={algorithm}, nonce=\"{Nonce}\", opaque=\"{Opaque}\"{(isStale ? ", stale=true" : string.Empty)}";

    /// <summary>Requires that a request answers the challenge.</summary>
    /// <param name="request">The request.</param>
    /// <param name="count">How often the nonce was used, this time included.</param>
    internal void Verify(ScriptedRequest request, int count)
    {
        string? field = request.Field("Authorization");
        Assert.IsNotNull(field, "No Authorization.");
        StringAssert.StartsWith(field, "Digest ");
        Dictionary<string, string> given = Parameter().Matches(field["Digest ".Length..]).ToDictionary(
            match => match.Groups["name"].Value,
            match => match.Groups["quoted"].Success ? Unescape().Replace(match.Groups["quoted"].Value, "$1") : match.Groups["token"].Value);
        Assert.AreEqual(User, given["username"]);
        Assert.AreEqual(Realm, given["realm"]);
        Assert.AreEqual(Nonce, given["nonce"]);
        Assert.AreEqual(Opaque, given["opaque"]);
        Assert.AreEqual(algorithm, given["algorithm"]);
        Assert.AreEqual(request.Target, given["uri"]);
        Assert.AreEqual(Expected(request, given, count), given["response"]);
    }

    private string Expected(ScriptedRequest request, Dictionary<string, string> given, int count)
    {
        string secret = Hash($"{User}:{Realm}:{Password}");
        if (algorithm.EndsWith("-sess", StringComparison.Ordinal))
        {
            secret = Hash($"{secret}:{Nonce}:{given["cnonce"]}");
        }

        string action = Hash($"{request.Method}:{request.Target}");
        if (qop is null)
        {
            Assert.IsFalse(given.ContainsKey("qop"));
            return Hash($"{secret}:{Nonce}:{action}");
        }

        Assert.AreEqual("auth", given["qop"]);
        Assert.AreEqual($"{count:x8}", given["nc"]);
        return Hash($"{secret}:{Nonce}:{given["nc"]}:{given["cnonce"]}:auth:{action}");
    }

    private string Hash(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
#pragma warning disable CA5351 // What the standard has.
        return Convert.ToHexStringLower(algorithm.StartsWith("MD5", StringComparison.Ordinal) ? MD5.HashData(bytes) : SHA256.HashData(bytes));
#pragma warning restore CA5351
    }

    [GeneratedRegex("""(?<name>\w+)=(?:"(?<quoted>(?:[^"\\]|\\.)*)"|(?<token>[^\s,"]+))""")]
    private static partial Regex Parameter();

    [GeneratedRegex("""\\(.)""")]
    private static partial Regex Unescape();
}
