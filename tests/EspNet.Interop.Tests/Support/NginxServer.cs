using System.Globalization;

namespace EspNet.Interop.Tests.Support;

/// <summary>
/// An nginx with a configuration of its own, with or without TLS. Every request becomes a line of its log:
/// method, path, status, protocol, "r" for a resumed session, and the subject of the client certificate.
/// </summary>
internal sealed class NginxServer : RealServer
{
    /// <summary>The path whose answer is <see cref="Text"/>.</summary>
    public const string TextPath = "/text";

    /// <summary>The body of the answer for <see cref="TextPath"/>.</summary>
    public const string Text = "nginx answers";

    private readonly string _configuration;

    private NginxServer(ServerTls? tls, NetworkNamespace? place, string further)
        : base("nginx", "nginx-light", place)
    {
        string root = Directory.CreateDirectory(Path.Combine(Folder, "root")).FullName;
        _configuration = WriteFile("nginx.conf", string.Create(CultureInfo.InvariantCulture, $$"""
            daemon off;
            master_process off;
            pid {{Folder}}/nginx.pid;
            error_log stderr warn;
            events { }
            http {
                log_format test '$request_method $uri $status $ssl_protocol $ssl_session_reused $ssl_client_s_dn';
                access_log /dev/stdout test;
                client_body_temp_path {{Folder}}/body;
                proxy_temp_path {{Folder}}/proxy;
                fastcgi_temp_path {{Folder}}/fastcgi;
                uwsgi_temp_path {{Folder}}/uwsgi;
                scgi_temp_path {{Folder}}/scgi;
                server {
                    listen {{Address}}:{{Port}}{{(tls == null ? string.Empty : " ssl")}};
                    root {{root}};
                    {{(tls == null ? string.Empty : Describe(tls))}}
                    location = {{TextPath}} {
                        default_type text/plain;
                        return 200 '{{Text}}';
                    }
                    {{further}}
                }
            }

            """));
        RootFolder = root;
    }

    /// <summary>The folder whose files it serves.</summary>
    public string RootFolder { get; }

    /// <summary>A server that accepts connections.</summary>
    /// <param name="tls">How it speaks TLS; null without.</param>
    /// <param name="place">Where it runs; null is this machine.</param>
    /// <param name="further">Further lines for the server block of its configuration.</param>
    public static NginxServer Start(ServerTls? tls = null, NetworkNamespace? place = null, string further = "")
    {
        var server = new NginxServer(tls, place, further);
        server.Run();
        return server;
    }

    protected override IEnumerable<string> Arguments() => ["-p", Folder, "-e", "stderr", "-c", _configuration];

    private static string Describe(ServerTls tls)
    {
        var versions = new List<string>();
        foreach (TlsVersions version in Enum.GetValues<TlsVersions>().Where(version => tls.Versions.HasFlag(version)))
        {
            versions.Add(version switch
            {
                TlsVersions.Tls10 => "TLSv1",
                TlsVersions.Tls11 => "TLSv1.1",
                TlsVersions.Tls12 => "TLSv1.2",
                _ => "TLSv1.3",
            });
        }

        string text = $"""
            ssl_certificate {tls.SentFile};
            ssl_certificate_key {tls.Certificate.KeyFile};
            ssl_protocols {string.Join(' ', versions)};

            """;
        if (tls.IsOld)
        {
            text += $"ssl_ciphers {ServerTls.AnyCipher};\n";
        }

        if (tls.ClientAuthority != null)
        {
            text += $"ssl_client_certificate {tls.ClientAuthority.RootFile};\nssl_verify_client on;\nssl_verify_depth 2;\n";
        }

        return text;
    }
}
