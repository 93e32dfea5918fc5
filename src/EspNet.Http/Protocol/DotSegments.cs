using System.Collections;

namespace EspNet.Http.Protocol;

/// <summary>The segments <c>.</c> and <c>..</c> of a path (RFC 3986, section 5.2.4).</summary>
internal static class DotSegments
{
    /// <summary>Removes them, as a client does before it sends a path.</summary>
    /// <param name="target">A path that begins with a slash, with or without a query.</param>
    internal static string Remove(string target)
    {
        int mark = target.IndexOf('?');
        string path = mark < 0 ? target : target.Substring(0, mark);
        if (PlatformText.IndexOf(path, "/.", 0) < 0)
        {
            return target;
        }

        ArrayList kept = new ArrayList();
        string[] segments = path.Split('/');
        for (int i = 1; i < segments.Length; i++)
        {
            bool isLast = i == segments.Length - 1;
            if (segments[i] == "..")
            {
                if (kept.Count > 0)
                {
                    kept.RemoveAt(kept.Count - 1);
                }
            }
            else if (segments[i] != ".")
            {
                kept.Add(segments[i]);
                continue;
            }

            if (isLast)
            {
                kept.Add(string.Empty);
            }
        }

        string result = string.Empty;
        for (int i = 0; i < kept.Count; i++)
        {
            result += "/" + (string)kept[i]!;
        }

        return (result.Length == 0 ? "/" : result) + (mark < 0 ? string.Empty : target.Substring(mark));
    }
}
