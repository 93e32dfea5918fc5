using EspNet.Mqtt.Fuzz.Tests;
using EspNet.Sockets.Tests;

namespace EspNet.Sockets.Fuzz.Tests;

/// <summary>Right answers to a look-up, of every kind, most of them damaged in one place or a few.</summary>
internal sealed class DnsReplyMutator(FuzzRandom random)
{
    internal const string Host = "www.example.com";

    private const int QuestionLength = 21;

    private static readonly int[] Flags =
        [0x8180, 0x8180, 0x8180, 0x8180, 0x8180, 0x8400, 0x8183, 0x8182, 0x8185, 0x8380, 0x8181];

    private static readonly string?[] Names = [null, null, "b.example.com", "c.example.com", "d", string.Empty];

    private static readonly byte[] Telling = [0, 1, 4, 5, 12, 28, 63, 64, 0x80, 0xc0, 0xc0, 0xff];

    private static readonly string LongLabel = new('l', 60);

    /// <summary>
    /// A server that does little else but: 0 give many addresses, 1 give one alias after another, 2 give aliases of
    /// which each is longer than the one before. Everything else is a server that does everything.
    /// </summary>
    internal int Habit { get; set; }

    internal byte[] Make(DnsLookup lookup)
    {
        DnsReplyBuilder reply = DnsReplyBuilder.To(lookup, Habit <= 2 ? Flags[0] : Flags[random.Next(Flags.Length)]);
        if (Habit <= 2)
        {
            AddHabit(reply);
            return reply.ToArray(reply.Count);
        }

        for (int i = random.Next(12); i > 0; i--)
        {
            AddRecord(reply);
        }

        if (random.OneIn(3))
        {
            reply.StartOfAuthority(random.Next(10_000) - 100, random.Next(10_000) - 100);
        }
        else if (random.OneIn(3))
        {
            reply.NameServer("ns.example.com");
        }

        if (random.OneIn(2))
        {
            reply.Record(DnsReplyBuilder.Additional, string.Empty, 41, 1232, 0).End();
        }

        int count = reply.Count;
        if (!random.OneIn(4))
        {
            for (int i = 1 + random.Next(random.OneIn(4) ? 12 : 2); i > 0; i--)
            {
                Damage(reply.Data, ref count);
            }
        }

        return reply.ToArray(count);
    }

    private void AddHabit(DnsReplyBuilder reply)
    {
        int previous = DnsMessage.HeaderLength;
        switch (Habit)
        {
            case 0:
                for (int i = random.Next(40); i > 0; i--)
                {
                    reply.A(null, 60, "192.0.2.1");
                }

                break;
            case 1:
                reply.Alias(null, 60, "n" + random.Next(10_000));
                break;
            default:
                for (int i = 0; i < 6; i++)
                {
                    reply.Pointer(previous).RestOfRecord(DnsReplyBuilder.Answer, DnsMessage.TypeAlias, 1, 60);
                    int target = reply.Count;
                    reply.Byte(LongLabel.Length);
                    foreach (char c in LongLabel)
                    {
                        reply.Byte(c);
                    }

                    reply.Pointer(previous).End();
                    previous = target;
                }

                break;
        }
    }

    private void AddRecord(DnsReplyBuilder reply)
    {
        string? owner = Names[random.Next(Names.Length)];
        int seconds = random.OneIn(10) ? -random.Next(1_000) : random.Next(100_000);
        switch (random.Next(6))
        {
            case 0:
            case 1:
                reply.A(owner, seconds, "192.0.2.1");
                break;
            case 2:
                reply.Aaaa(owner, seconds, 1);
                break;
            case 3:
            case 4:
                reply.Alias(owner, seconds, Names[2 + random.Next(Names.Length - 2)]!);
                break;
            default:
                // Aliases that are made of pointers, right and wrong ones.
                reply.Record(DnsReplyBuilder.Answer, owner, DnsMessage.TypeAlias, 1, seconds);
                reply.Byte(1).Byte('a' + random.Next(4)).Pointer(12 + random.Next(reply.Count)).End();
                break;
        }
    }

    private void Damage(byte[] bytes, ref int count)
    {
        // Most leave the id and the question as they are: otherwise hardly an answer would be read at all.
        int first = random.OneIn(6) || count <= DnsMessage.HeaderLength + QuestionLength + 1 ? 0 : DnsMessage.HeaderLength + QuestionLength;
        if (count <= first + 4)
        {
            return;
        }

        int at = first + random.Next(count - first);
        switch (random.Next(8))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes[at] = Telling[random.Next(Telling.Length)];
                break;
            case 3:
                count = at;
                break;
            case 4:
                Array.Copy(bytes, at + 1, bytes, at, count - at - 1);
                count--;
                break;
            case 5:
                int length = 1 + random.Next(20);
                Array.Copy(bytes, at, bytes, at + length, count - at);
                count += length;
                break;
            case 6:
                // A pointer somewhere, most of them into the message.
                DnsMessage.WriteNumber(bytes, at, 0xc000 | random.Next(random.OneIn(8) ? 0x4000 : count));
                count = Math.Max(count, at + 2);
                break;
            default:
                // The number of records of a section.
                bytes[7 + (2 * random.Next(3))] = (byte)random.Next(random.OneIn(4) ? 256 : 16);
                break;
        }
    }
}
