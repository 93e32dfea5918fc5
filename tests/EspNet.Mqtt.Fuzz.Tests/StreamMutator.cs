namespace EspNet.Mqtt.Fuzz.Tests;

/// <summary>Damages what a broker says.</summary>
internal sealed class StreamMutator(FuzzRandom random)
{
    private const int LargestInsertion = 64;

    /// <summary>Bytes that mean something to a decoder.</summary>
    private static readonly byte[] Telling = [0x00, 0x01, 0x02, 0x20, 0x23, 0x2B, 0x30, 0x32, 0x34, 0x36, 0x38, 0x40, 0x50, 0x62, 0x70, 0x7F, 0x80, 0x90, 0xB0, 0xC0, 0xD0, 0xED, 0xF4, 0xFF];

    internal void Mutate(FuzzBytes bytes)
    {
        if (bytes.Count == 0 || bytes.Free < 2 * LargestInsertion)
        {
            return;
        }

        int position = random.Next(bytes.Count);
        int rest = bytes.Count - position;
        switch (random.Next(9))
        {
            case 0:
                bytes.Data[position] ^= (byte)(1 << random.Next(8));
                break;

            case 1:
                bytes.Data[position] = Telling[random.Next(Telling.Length)];
                break;

            case 2:
                bytes.Data[position] = (byte)random.Next(256);
                break;

            case 3:
                bytes.Count = position;
                break;

            case 4:
                bytes.Remove(position, 1 + random.Next(Math.Min(rest, 8)));
                break;

            case 5:
                int again = 1 + random.Next(Math.Min(rest, LargestInsertion));
                bytes.Insert(position, again);
                break;

            case 6:
                int garbage = 1 + random.Next(8);
                bytes.Insert(position, garbage);
                for (int i = 0; i < garbage; i++)
                {
                    bytes.Data[position + i] = (byte)random.Next(256);
                }

                break;

            case 7:
                // A header with a length that is a lie, or that never ends.
                bytes.Insert(position, 5);
                bytes.Data[position] = (byte)(random.OneIn(2) ? 0x30 | (random.Next(3) << 1) : random.Next(256));
                bytes.Data[position + 1] = (byte)(0x80 | random.Next(128));
                bytes.Data[position + 2] = (byte)(0x80 | random.Next(128));
                bytes.Data[position + 3] = (byte)(random.OneIn(2) ? 0xFF : random.Next(128));
                bytes.Data[position + 4] = (byte)random.Next(256);
                break;

            default:
                // A message whose topic is hardly ever UTF-8.
                bytes.Insert(position, 6);
                bytes.Data[position] = 0x30;
                bytes.Data[position + 1] = 4;
                bytes.Data[position + 2] = 0;
                bytes.Data[position + 3] = 2;
                bytes.Data[position + 4] = (byte)(0x80 | random.Next(128));
                bytes.Data[position + 5] = (byte)random.Next(256);
                break;
        }
    }
}
