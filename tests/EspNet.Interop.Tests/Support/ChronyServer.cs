using System.Globalization;

namespace EspNet.Interop.Tests.Support;

/// <summary>A chronyd that serves this machine's time and never touches its clock.</summary>
internal sealed class ChronyServer : RealServer
{
    private const int ProbeTime = 200;

    private readonly int _stratum;
    private readonly string _further;

    private ChronyServer(int stratum, string further)
        : base("chronyd", "chrony", null)
    {
        _stratum = stratum;
        _further = further;
    }

    /// <summary>A server that answers.</summary>
    /// <param name="stratum">What it says of itself; 0 is a server that has no time to give.</param>
    /// <param name="further">Further lines of its configuration.</param>
    public static ChronyServer Start(int stratum = 5, string further = "")
    {
        var server = new ChronyServer(stratum, further);
        server.Run();
        return server;
    }

    protected override IEnumerable<string> Arguments()
    {
        string configuration = WriteFile("chrony.conf", string.Create(CultureInfo.InvariantCulture, $"""
            port {Port}
            bindaddress {Address}
            allow 127.0.0.0/8
            cmdport 0
            bindcmdaddress /
            pidfile {Folder}/chronyd.pid
            driftfile {Folder}/drift
            {(_stratum > 0 ? $"local stratum {_stratum}" : string.Empty)}
            {_further}

            """));

        // In the foreground, with its log on the error output, without control over the clock, and so also for a user who is not root.
        return ["-d", "-x", "-U", "-f", configuration, "-u", Environment.UserName];
    }

    protected override bool Answers() => Inside(() => NtpProbe.Ask(Address, Port, ProbeTime)) != null;
}
