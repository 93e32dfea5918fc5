namespace EspNet.Http.Internal;

/// <summary>The target of a request (RFC 9112, section 3.2).</summary>
internal static class RequestTarget
{
    /// <summary>Takes a target apart. One in absolute form, as a proxy gets it, loses scheme and host.</summary>
    internal static void Split(string target, out string path, out string query)
    {
        path = target;
        if (target.Length == 0 || target[0] != '/')
        {
            int host = PlatformText.IndexOf(target, "://", 0);
            int end = host < 0 ? 0 : target.IndexOfAny(new[] { '/', '?' }, host + 3);
            path = end < 0 ? "/" : target.Substring(end);
            path = path.Length > 0 && path[0] == '?' ? "/" + path : path;
        }

        int mark = path.IndexOf('?');
        query = mark < 0 ? string.Empty : path.Substring(mark + 1);
        path = mark < 0 ? path : path.Substring(0, mark);
    }
}
