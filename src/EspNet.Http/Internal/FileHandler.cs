using System.IO;

namespace EspNet.Http.Internal;

/// <summary>Answers with the files that a provider finds.</summary>
internal sealed class FileHandler
{
    private readonly HttpFileProvider _provider;

    internal FileHandler(HttpFileProvider provider)
    {
        _provider = provider;
    }

    internal void Handle(HttpServerRequest request, HttpServerResponse response)
    {
        string path = request.Wildcards.Length > 0 ? request.Wildcards[request.Wildcards.Length - 1] : request.Path;

        // On the device, and on a PC too, a colon can name a drive.
        HttpFile? file = path.IndexOf(':') >= 0 ? null : _provider(path, AcceptsGzip(request.Fields));
        if (file is null)
        {
            response.StatusCode = 404;
            return;
        }

        using Stream? stream = file.Stream;
        Describe(file, response);
        if (file.EntityTag is not null && Matches(request.Fields.Get("If-None-Match"), file.EntityTag))
        {
            response.StatusCode = 304;
            return;
        }

        response.ContentType = file.ContentType;
        response.ContentLength = file.Length;
        if (request.Method != "HEAD")
        {
            Send(file, response);
        }
    }

    /// <summary>Whether gzip is among what the client takes, and not with a quality of 0 (RFC 9110, section 12.5.3).</summary>
    private static bool AcceptsGzip(HttpReceivedFields fields)
    {
        string? codings = fields.Get("Accept-Encoding");
        string[] parts = codings is null ? new string[0] : PlatformText.ToLower(codings).Split(',');
        for (int i = 0; i < parts.Length; i++)
        {
            string[] coding = parts[i].Split(';');
            if (coding[0].Trim(' ') == "gzip")
            {
                string quality = coding.Length < 2 ? string.Empty : coding[1].Trim(' ').TrimEnd('0');
                return quality != "q=" && quality != "q=0.";
            }
        }

        return false;
    }

    private static void Describe(HttpFile file, HttpServerResponse response)
    {
        if (file.EntityTag is not null)
        {
            response.Fields.Set("ETag", file.EntityTag);
        }

        if (file.CacheControl is not null)
        {
            response.Fields.Set("Cache-Control", file.CacheControl);
        }

        if (file.IsGzip)
        {
            response.Fields.Set("Content-Encoding", "gzip");
            response.Fields.Set("Vary", "Accept-Encoding");
        }
    }

    private static bool Matches(string? tags, string tag) =>
        tags is not null && (tags == "*" || PlatformText.IndexOf(tags, tag, 0) >= 0);

    private static void Send(HttpFile file, HttpServerResponse response)
    {
        if (file.Content is not null)
        {
            response.Write(file.Content, 0, file.Content.Length);
            return;
        }

        byte[] piece = new byte[512];
        for (int read = file.Stream!.Read(piece, 0, piece.Length); read > 0; read = file.Stream.Read(piece, 0, piece.Length))
        {
            response.Write(piece, 0, read);
        }
    }
}
