using System;
using EspNet.Sockets;

namespace EspNet.Http.Digest;

/// <summary>
/// A hash function that takes its input piece by piece and allocates nothing for it. The device has none of its own that a
/// program could call.
/// </summary>
internal abstract class HashFunction
{
    private const int BlockSize = 64;
    private const int LengthSize = 8;

    private readonly byte[] _block = new byte[BlockSize];
    private int _blockCount;
    private long _length;

    /// <summary>Bytes of the digest.</summary>
    internal abstract int Size { get; }

    /// <summary>The length stands in the last block with its first byte first.</summary>
    protected abstract bool IsBigEndian { get; }

    /// <summary>Begins anew.</summary>
    internal void Reset()
    {
        _blockCount = 0;
        _length = 0;
        Begin();
    }

    /// <summary>Adds bytes.</summary>
    internal void Append(byte[] buffer, int offset, int count)
    {
        Arguments.CheckRange(buffer, offset, count, 0);
        _length += count;
        if (_blockCount > 0)
        {
            int missing = BlockSize - _blockCount;
            int taken = count < missing ? count : missing;
            Array.Copy(buffer, offset, _block, _blockCount, taken);
            _blockCount += taken;
            offset += taken;
            count -= taken;
            if (_blockCount < BlockSize)
            {
                return;
            }

            Add(_block, 0);
            _blockCount = 0;
        }

        for (; count >= BlockSize; count -= BlockSize)
        {
            Add(buffer, offset);
            offset += BlockSize;
        }

        Array.Copy(buffer, offset, _block, 0, count);
        _blockCount = count;
    }

    /// <summary>The digest of everything that was added. Afterwards the function begins anew.</summary>
    internal byte[] Finish()
    {
        long bits = _length * 8;
        _block[_blockCount++] = 0x80;
        if (_blockCount > BlockSize - LengthSize)
        {
            Array.Clear(_block, _blockCount, BlockSize - _blockCount);
            Add(_block, 0);
            _blockCount = 0;
        }

        Array.Clear(_block, _blockCount, BlockSize - _blockCount);
        for (int i = 0; i < LengthSize; i++)
        {
            int shift = 8 * (IsBigEndian ? LengthSize - 1 - i : i);
            _block[BlockSize - LengthSize + i] = (byte)(bits >> shift);
        }

        Add(_block, 0);
        byte[] digest = new byte[Size];
        Write(digest);
        Reset();
        return digest;
    }

    /// <summary>Sets the state to its beginning.</summary>
    protected abstract void Begin();

    /// <summary>Adds a block of 64 bytes.</summary>
    protected abstract void Add(byte[] buffer, int offset);

    /// <summary>Writes the state.</summary>
    protected abstract void Write(byte[] digest);
}
