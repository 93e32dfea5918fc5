namespace EspNet.Bench.Mqtt;

/// <summary>One whole control packet: the first byte of its fixed header, and what follows the remaining length.</summary>
internal readonly record struct Packet(byte Header, byte[] Body)
{
    public BenchPacketType Type => (BenchPacketType)(Header >> 4);
}

/// <summary>Cuts a byte stream into control packets. The buffer grows with what has arrived, never with what a length promises.</summary>
internal sealed class PacketReader
{
    private byte[] _buffer = new byte[1024];
    private int _start;
    private int _end;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_end + bytes.Length > _buffer.Length)
        {
            int held = _end - _start;
            byte[] target = held + bytes.Length > _buffer.Length ? new byte[Math.Max(_buffer.Length * 2, held + bytes.Length)] : _buffer;
            Array.Copy(_buffer, _start, target, 0, held);
            _buffer = target;
            _start = 0;
            _end = held;
        }

        bytes.CopyTo(_buffer.AsSpan(_end));
        _end += bytes.Length;
    }

    /// <summary>The first byte of the next packet, as soon as it is here: a wrong one is judged without waiting for the rest.</summary>
    public bool TryPeek(out byte header)
    {
        header = _start < _end ? _buffer[_start] : (byte)0;
        return _start < _end;
    }

    public bool TryRead(out Packet packet)
    {
        packet = default;
        int length = 0;
        int position = _start + 1;
        for (int digit = 0; ; digit++)
        {
            if (digit == 4)
            {
                throw new ProtocolViolationException("MQTT 2.2.3", "A remaining length of more than four bytes.");
            }

            if (position >= _end)
            {
                return false;
            }

            byte b = _buffer[position++];
            length |= (b & 0x7F) << (7 * digit);
            if (b < 0x80)
            {
                break;
            }
        }

        if (_end - position < length)
        {
            return false;
        }

        packet = new Packet(_buffer[_start], _buffer.AsSpan(position, length).ToArray());
        _start = position + length;
        return true;
    }
}
