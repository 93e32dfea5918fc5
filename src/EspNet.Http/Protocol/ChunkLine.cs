namespace EspNet.Http.Protocol;

/// <summary>The line before a chunk: its size and extensions, which are read over (RFC 9112, section 7.1).</summary>
internal static class ChunkLine
{
    /// <summary>Takes a line apart.</summary>
    /// <param name="bytes">Where it stands.</param>
    /// <param name="start">Index of its first byte.</param>
    /// <param name="end">Index of its carriage return.</param>
    /// <param name="maximum">The largest chunk that is taken.</param>
    /// <param name="size">The chunk's size.</param>
    internal static HttpProtocolError Parse(byte[] bytes, int start, int end, int maximum, out int size)
    {
        size = 0;
        int at = start;
        while (at < end)
        {
            int digit = HexDigit(bytes[at]);
            if (digit < 0)
            {
                break;
            }

            if (size > (int.MaxValue >> 4))
            {
                return HttpProtocolError.ChunkTooLarge;
            }

            size = (size << 4) | digit;
            at++;
        }

        if (at == start)
        {
            return HttpProtocolError.BadChunkSize;
        }

        if (size > maximum)
        {
            return HttpProtocolError.ChunkTooLarge;
        }

        return at == end ? HttpProtocolError.None : CheckExtensions(bytes, at, end);
    }

    private static HttpProtocolError CheckExtensions(byte[] bytes, int at, int end)
    {
        // Blanks may stand before the semicolon of an extension, and nowhere else.
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\t'))
        {
            at++;
        }

        if (at == end || bytes[at] != ';')
        {
            return HttpProtocolError.BadChunkSize;
        }

        for (; at < end; at++)
        {
            if ((bytes[at] < ' ' && bytes[at] != '\t') || bytes[at] == 0x7F)
            {
                return HttpProtocolError.BadChunkExtension;
            }
        }

        return HttpProtocolError.None;
    }

    private static int HexDigit(int character)
    {
        if (character <= '9')
        {
            return character - '0';
        }

        int letter = character | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }
}
