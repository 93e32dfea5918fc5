using System;

namespace EspNet.Http.Internal;

/// <summary>Collects a body that must be small.</summary>
internal static class ContentCollector
{
    private const int FirstSize = 512;

    /// <summary>Reads to the end.</summary>
    /// <param name="reader">The body.</param>
    /// <param name="length">How much of it is left; -1 when that is not known.</param>
    /// <param name="maximum">The most bytes.</param>
    internal static byte[] Collect(IContentReader reader, long length, int maximum)
    {
        if (length > maximum)
        {
            throw TooLarge(maximum);
        }

        // One byte more than announced, so that the end is found without another buffer.
        byte[] content = new byte[length >= 0 ? (int)length + 1 : maximum < FirstSize ? maximum + 1 : FirstSize];
        int count = 0;
        for (int read = reader.Read(content, 0, content.Length); read > 0; read = reader.Read(content, count, content.Length - count))
        {
            count += read;
            if (count > maximum)
            {
                throw TooLarge(maximum);
            }

            if (count == content.Length)
            {
                content = Resize(content, count, count * 2 <= maximum ? count * 2 : maximum + 1);
            }
        }

        return Resize(content, count, count);
    }

    private static HttpException TooLarge(int maximum) => new HttpException(
        HttpError.TooLarge,
        $"The body is larger than {maximum} bytes (MaximumContentSize). Read it piece by piece from Body, or raise the limit.");

    private static byte[] Resize(byte[] bytes, int count, int size)
    {
        if (bytes.Length == size)
        {
            return bytes;
        }

        byte[] resized = new byte[size];
        Array.Copy(bytes, 0, resized, 0, count);
        return resized;
    }
}
