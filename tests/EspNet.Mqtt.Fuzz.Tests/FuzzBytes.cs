namespace EspNet.Mqtt.Fuzz.Tests;

/// <summary>A run of bytes that can be used over and over without allocating.</summary>
internal sealed class FuzzBytes
{
    private const int Capacity = 64 * 1024;

    internal readonly byte[] Data = new byte[Capacity];
    internal int Count;

    internal int Free => Capacity - Count;

    internal void Clear() => Count = 0;

    internal void Add(int value) => Data[Count++] = (byte)value;

    internal void Add(byte[] bytes, int offset, int count)
    {
        Array.Copy(bytes, offset, Data, Count, count);
        Count += count;
    }

    internal void AddNumber(int value)
    {
        Add(value >> 8);
        Add(value);
    }

    internal void AddFill(int count)
    {
        Array.Fill(Data, (byte)'f', Count, count);
        Count += count;
    }

    internal void AddRemainingLength(int length)
    {
        while (length > 127)
        {
            Add(length | 0x80);
            length >>= 7;
        }

        Add(length);
    }

    /// <summary>Makes a gap; what stands there is whatever stood there before.</summary>
    internal void Insert(int position, int count)
    {
        Array.Copy(Data, position, Data, position + count, Count - position);
        Count += count;
    }

    internal void Remove(int position, int count)
    {
        Array.Copy(Data, position + count, Data, position, Count - position - count);
        Count -= count;
    }
}
