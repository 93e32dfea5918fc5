using System.Globalization;

namespace EspNet.Interop.Tests.Support;

/// <summary>
/// An openssl s_server: one TLS connection after another, and a log that says what was agreed with each client. What a
/// client of the mode <see cref="OpenSslMode.Conversation"/> sends comes line by line into <see cref="RealServer.Log"/>.
/// </summary>
internal sealed class OpenSslServer : RealServer
{
    private const string Ready = "ACCEPT";

    private readonly ServerTls _tls;
    private readonly OpenSslMode _mode;
    private readonly string[] _further;
    private int _readyBefore;

    private OpenSslServer(ServerTls tls, OpenSslMode mode, NetworkNamespace? place, string[] further)
        : base("openssl", "openssl", place)
    {
        _tls = tls;
        _mode = mode;
        _further = further;
    }

    /// <summary>A server that accepts connections.</summary>
    /// <param name="tls">How it speaks TLS.</param>
    /// <param name="mode">What it does with a connection.</param>
    /// <param name="place">Where it runs; null is this machine.</param>
    /// <param name="further">Further arguments of s_server, such as "-alpn".</param>
    public static OpenSslServer Start(ServerTls tls, OpenSslMode mode = OpenSslMode.Reverse, NetworkNamespace? place = null, params string[] further)
    {
        var server = new OpenSslServer(tls, mode, place, further);
        server.Run();
        return server;
    }

    /// <summary>Sends a line to the client that is connected. Some letters at its beginning, such as Q, are commands to s_server.</summary>
    public void Send(string line)
    {
        Assert.AreEqual(OpenSslMode.Conversation, _mode, "Only a conversation can be led.");
        Type(line);
    }

    protected override IEnumerable<string> Arguments()
    {
        _readyBefore = Log.All.Count(line => line == Ready);
        List<string> arguments =
        [
            "s_server", "-accept", $"{Address}:{Port.ToString(CultureInfo.InvariantCulture)}",
            "-cert", _tls.Certificate.CertificateFile, "-key", _tls.Certificate.KeyFile,
            "-min_protocol", Name(Lowest(_tls.Versions)), "-max_protocol", Name(Highest(_tls.Versions)),
        ];
        if (_tls.SendsIntermediate && _tls.Certificate.IntermediateFile is { } intermediate)
        {
            arguments.AddRange(["-cert_chain", intermediate]);
        }

        if (_tls.IsOld)
        {
            arguments.AddRange(["-cipher", ServerTls.AnyCipher]);
        }

        if (_tls.ClientAuthority != null)
        {
            arguments.AddRange(["-Verify", "2", "-verify_return_error", "-CAfile", _tls.ClientAuthority.RootFile]);
        }

        switch (_mode)
        {
            case OpenSslMode.Reverse:
                arguments.Add("-rev");
                break;
            case OpenSslMode.StatusPage:
                arguments.Add("-www");
                break;
        }

        return [.. arguments, .. _further];
    }

    /// <summary>It says when it listens. A connection that only asks would be the first one that it serves.</summary>
    protected override bool Answers() => Log.All.Count(line => line == Ready) > _readyBefore;

    private static TlsVersions Lowest(TlsVersions versions) => Enum.GetValues<TlsVersions>().First(version => versions.HasFlag(version));

    private static TlsVersions Highest(TlsVersions versions) => Enum.GetValues<TlsVersions>().Last(version => versions.HasFlag(version));

    private static string Name(TlsVersions version) => version switch
    {
        TlsVersions.Tls10 => "TLSv1",
        TlsVersions.Tls11 => "TLSv1.1",
        TlsVersions.Tls12 => "TLSv1.2",
        _ => "TLSv1.3",
    };
}
