using System.Globalization;
using EspNet.Bench.Tests;

namespace EspNet.Interop.Tests.Mqtt.Support;

/// <summary>
/// A mosquitto whose folder keeps its database, so that a stop in order and a start again keep sessions and messages.
/// </summary>
internal sealed class MosquittoBroker : RealServer
{
    private const string SubscriberName = "mosquitto_sub-";
    private const string Ready = " running";

    private readonly string _configuration;
    private int _subscribers;
    private int _readyBefore;

    private MosquittoBroker(string? user, string? password, ServerTls? tls, NetworkNamespace? place)
        : base("mosquitto", MosquittoTool.Packages, place)
    {
        string access = "allow_anonymous true";
        if (user != null)
        {
            string passwords = Path.Combine(Folder, "passwords");
            Tool made = Tool.Run("mosquitto_passwd", MosquittoTool.Packages, ["-b", "-c", passwords, user, password!]);
            Assert.AreEqual(0, made.ExitCode, made.Output);
            access = $"allow_anonymous false\npassword_file {passwords}";
        }

        _configuration = WriteFile("mosquitto.conf", string.Create(CultureInfo.InvariantCulture, $"""
            listener {Port} {Address}
            {access}
            {(tls == null ? string.Empty : Describe(tls))}
            user {Environment.UserName}
            persistence true
            persistence_location {Folder}/
            max_queued_messages 100000
            log_dest stderr
            log_type error
            log_type warning
            log_type information
            log_type subscribe

            """));
    }

    /// <summary>A broker that accepts connections.</summary>
    /// <param name="user">The only user; null lets everybody in.</param>
    /// <param name="password">The password of that user.</param>
    /// <param name="tls">How it speaks TLS; null without.</param>
    /// <param name="place">Where it runs; null is this machine.</param>
    public static MosquittoBroker Start(string? user = null, string? password = null, ServerTls? tls = null, NetworkNamespace? place = null)
    {
        var broker = new MosquittoBroker(user, password, tls, place);
        broker.Run();
        return broker;
    }

    /// <summary>A broker that does not run yet.</summary>
    public static MosquittoBroker Prepare(string? user = null, string? password = null) => new(user, password, null, null);

    public void Publish(params string[] arguments) => MosquittoTool.Publish(Port, arguments);

    /// <summary>mosquitto_pub with these messages, one a line, in one connection.</summary>
    public void PublishLines(string topic, int qos, IEnumerable<string> lines)
    {
        using MosquittoTool tool = MosquittoTool.Start("mosquitto_pub", Port, "-t", topic, "-q", qos.ToString(CultureInfo.InvariantCulture), "-l");
        tool.WriteLines(lines);
        tool.Finish();
    }

    /// <summary>mosquitto_sub with these arguments (one filter, a client identifier of its own), once the broker's log says that it is subscribed.</summary>
    public MosquittoSubscriber Subscribe(params string[] arguments)
    {
        string id = SubscriberName + ++_subscribers;
        var subscriber = new MosquittoSubscriber(Port, [.. arguments, "-i", id]);
        try
        {
            Log.AwaitFirst(line => line.Contains($": {id} ", StringComparison.Ordinal));
        }
        catch
        {
            subscriber.Dispose();
            throw;
        }

        return subscriber;
    }

    protected override IEnumerable<string> Arguments()
    {
        _readyBefore = CountReady();
        return ["-c", _configuration];
    }

    /// <summary>It says when it listens. A connection that only asks would be a failed handshake where it speaks TLS, whose error can end the next one.</summary>
    protected override bool Answers() => CountReady() > _readyBefore;

    /// <summary>Keeps what somebody waits for or will want to read: the lines about other clients would only grow.</summary>
    protected override bool Keeps(string line) =>
        IsReady(line) || line.Contains(SubscriberName, StringComparison.Ordinal) || line.Contains("Error", StringComparison.Ordinal);

    private static bool IsReady(string line) => line.EndsWith(Ready, StringComparison.Ordinal);

    private int CountReady() => Log.All.Count(IsReady);

    /// <summary>mosquitto takes the lowest version; the highest is what OpenSSL has.</summary>
    private static string Describe(ServerTls tls)
    {
        Assert.IsTrue(tls.Versions.HasFlag(TlsVersions.Tls13), "mosquitto cannot leave out TLS 1.3.");
        string text = $"""
            certfile {tls.SentFile}
            keyfile {tls.Certificate.KeyFile}
            tls_version {(tls.Versions.HasFlag(TlsVersions.Tls11) ? "tlsv1.1" : tls.Versions.HasFlag(TlsVersions.Tls12) ? "tlsv1.2" : "tlsv1.3")}
            """;
        if (tls.IsOld)
        {
            text += $"\nciphers {ServerTls.AnyCipher}";
        }

        return tls.ClientAuthority == null ? text : text + $"\ncafile {tls.ClientAuthority.RootFile}\nrequire_certificate true";
    }
}
