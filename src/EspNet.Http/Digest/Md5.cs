namespace EspNet.Http.Digest;

/// <summary>
/// MD5 (RFC 1321), for Digest authentication with servers that know nothing better. It protects nothing by itself any more.
/// </summary>
internal sealed class Md5 : HashFunction
{
    private readonly uint[] _words = new uint[16];
    private readonly uint[] _sines;
    private uint _a;
    private uint _b;
    private uint _c;
    private uint _d;

    internal Md5()
    {
        _sines = new uint[]
        {
            0xD76AA478, 0xE8C7B756, 0x242070DB, 0xC1BDCEEE,
            0xF57C0FAF, 0x4787C62A, 0xA8304613, 0xFD469501,
            0x698098D8, 0x8B44F7AF, 0xFFFF5BB1, 0x895CD7BE,
            0x6B901122, 0xFD987193, 0xA679438E, 0x49B40821,
            0xF61E2562, 0xC040B340, 0x265E5A51, 0xE9B6C7AA,
            0xD62F105D, 0x02441453, 0xD8A1E681, 0xE7D3FBC8,
            0x21E1CDE6, 0xC33707D6, 0xF4D50D87, 0x455A14ED,
            0xA9E3E905, 0xFCEFA3F8, 0x676F02D9, 0x8D2A4C8A,
            0xFFFA3942, 0x8771F681, 0x6D9D6122, 0xFDE5380C,
            0xA4BEEA44, 0x4BDECFA9, 0xF6BB4B60, 0xBEBFBC70,
            0x289B7EC6, 0xEAA127FA, 0xD4EF3085, 0x04881D05,
            0xD9D4D039, 0xE6DB99E5, 0x1FA27CF8, 0xC4AC5665,
            0xF4292244, 0x432AFF97, 0xAB9423A7, 0xFC93A039,
            0x655B59C3, 0x8F0CCC92, 0xFFEFF47D, 0x85845DD1,
            0x6FA87E4F, 0xFE2CE6E0, 0xA3014314, 0x4E0811A1,
            0xF7537E82, 0xBD3AF235, 0x2AD7D2BB, 0xEB86D391,
        };
        Reset();
    }

    internal override int Size => 16;

    protected override bool IsBigEndian => false;

    protected override void Begin()
    {
        _a = 0x67452301;
        _b = 0xEFCDAB89;
        _c = 0x98BADCFE;
        _d = 0x10325476;
    }

    protected override void Add(byte[] buffer, int offset)
    {
        uint[] words = _words;
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = (uint)(buffer[offset] | (buffer[offset + 1] << 8) | (buffer[offset + 2] << 16) | (buffer[offset + 3] << 24));
            offset += 4;
        }

        uint a = _a;
        uint b = _b;
        uint c = _c;
        uint d = _d;
        uint[] sines = _sines;
        for (int i = 0; i < 64; i++)
        {
            uint mixed;
            int word;
            int shift;
            int place = i & 3;
            if (i < 16)
            {
                mixed = (b & c) | (~b & d);
                word = i;
                shift = (place * 5) + 7;
            }
            else if (i < 32)
            {
                mixed = (d & b) | (~d & c);
                word = ((5 * i) + 1) & 15;
                shift = place == 0 ? 5 : place == 1 ? 9 : place == 2 ? 14 : 20;
            }
            else if (i < 48)
            {
                mixed = b ^ c ^ d;
                word = ((3 * i) + 5) & 15;
                shift = place == 0 ? 4 : place == 1 ? 11 : place == 2 ? 16 : 23;
            }
            else
            {
                mixed = c ^ (b | ~d);
                word = (7 * i) & 15;
                shift = place == 0 ? 6 : place == 1 ? 10 : place == 2 ? 15 : 21;
            }

            uint sum = a + mixed + sines[i] + words[word];
            a = d;
            d = c;
            c = b;
            b += (sum << shift) | (sum >> (32 - shift));
        }

        _a += a;
        _b += b;
        _c += c;
        _d += d;
    }

    protected override void Write(byte[] digest)
    {
        Put(digest, 0, _a);
        Put(digest, 4, _b);
        Put(digest, 8, _c);
        Put(digest, 12, _d);
    }

    private static void Put(byte[] digest, int index, uint value)
    {
        digest[index] = (byte)value;
        digest[index + 1] = (byte)(value >> 8);
        digest[index + 2] = (byte)(value >> 16);
        digest[index + 3] = (byte)(value >> 24);
    }
}
