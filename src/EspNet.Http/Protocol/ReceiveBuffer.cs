using System;

namespace EspNet.Http.Protocol;

/// <summary>
/// Bytes that were received and not yet read. It begins small and grows to what the longest section before a body may need,
/// because most messages never need that.
/// </summary>
internal sealed class ReceiveBuffer
{
    // Boxed once: Array.IndexOf compares natively, which a loop of the interpreter cannot do.
    private readonly object _lineFeed = (byte)'\n';
    private readonly object _nul = (byte)0;
    private readonly int _largest;

    internal ReceiveBuffer(int size, int largest)
    {
        Bytes = new byte[size];
        _largest = largest;
    }

    internal byte[] Bytes { get; private set; }

    /// <summary>Index of the first byte that was not read.</summary>
    internal int Start { get; private set; }

    /// <summary>Index behind the last byte received.</summary>
    internal int End { get; private set; }

    internal int Count => End - Start;

    internal int Free => Bytes.Length - End;

    /// <summary>Makes as much room as there is, and more where a section has filled all of it.</summary>
    internal void Reserve()
    {
        int count = End - Start;
        if (count == Bytes.Length && count < _largest)
        {
            byte[] larger = new byte[count * 2 < _largest ? count * 2 : _largest];
            Array.Copy(Bytes, Start, larger, 0, count);
            Bytes = larger;
        }
        else if (Start > 0 && count > 0)
        {
            Array.Copy(Bytes, Start, Bytes, 0, count);
        }

        Start = 0;
        End = count;
    }

    internal void Advance(int count)
    {
        if (count < 0 || count > Free)
        {
            throw new ArgumentOutOfRangeException(nameof(count));
        }

        End += count;
    }

    internal void Skip(int count) => Start += count;

    internal void Clear()
    {
        Start = 0;
        End = 0;
    }

    internal int Take(byte[] destination, int offset, int count)
    {
        Array.Copy(Bytes, Start, destination, offset, count);
        Start += count;
        return count;
    }

    /// <summary>Index of the first line feed from there on, or -1.</summary>
    internal int FindLineFeed(int from) => from < End ? Array.IndexOf(Bytes, _lineFeed, from, End - from) : -1;

    /// <summary>A string of the device ends at U+0000, so it must be found while it is a byte.</summary>
    internal bool HasNul(int from, int count) => count > 0 && Array.IndexOf(Bytes, _nul, from, count) >= 0;
}
