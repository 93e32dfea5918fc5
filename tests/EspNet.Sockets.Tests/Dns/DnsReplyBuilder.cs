using System;
using System.Net;

namespace EspNet.Sockets.Tests;

/// <summary>
/// Writes answers, right and wrong ones. Every record counts itself into its section; sections must be written in
/// their order. An owner that is null is a pointer to the question.
/// </summary>
internal sealed class DnsReplyBuilder
{
    internal const int Answer = 6;
    internal const int Authority = 8;
    internal const int Additional = 10;
    internal const int Ok = 0x8180;
    internal const int NoSuchName = 0x8183;
    internal const int ServerFailure = 0x8182;
    internal const int Refused = 0x8185;
    internal const int Truncated = 0x8380;
    internal const int Internet = 1;

    private int _section;
    private int _lengthAt;

    internal byte[] Data { get; } = new byte[4096];

    internal int Count { get; private set; }

    /// <summary>An answer to what a look-up has just asked.</summary>
    internal static DnsReplyBuilder To(DnsLookup lookup, int flags)
    {
        DnsReplyBuilder reply = new DnsReplyBuilder();
        Array.Copy(lookup.Query, reply.Data, lookup.QueryLength);
        reply.Count = lookup.QueryLength;
        reply.Set(2, flags);
        return reply;
    }

    internal static DnsReplyBuilder To(int id, string name, int type, int flags)
    {
        DnsReplyBuilder reply = new DnsReplyBuilder().Number(id).Number(flags).Number(1).Number(0).Number(0).Number(0);
        return reply.Name(name).Number(type).Number(Internet);
    }

    internal DnsReplyBuilder A(string? owner, int seconds, string address)
    {
        Record(Answer, owner, DnsMessage.TypeA, Internet, seconds);
        return Bytes(IPAddress.Parse(address).GetAddressBytes()).End();
    }

    /// <summary>An IPv6 address that ends in a number.</summary>
    internal DnsReplyBuilder Aaaa(string? owner, int seconds, int last)
    {
        byte[] address = new byte[16];
        address[0] = 0xfd;
        address[15] = (byte)last;
        return Record(Answer, owner, DnsMessage.TypeAaaa, Internet, seconds).Bytes(address).End();
    }

    internal DnsReplyBuilder Alias(string? owner, int seconds, string target) =>
        Record(Answer, owner, DnsMessage.TypeAlias, Internet, seconds).Name(target).End();

    internal DnsReplyBuilder StartOfAuthority(int seconds, int minimum)
    {
        Record(Authority, "example.com", DnsMessage.TypeStartOfAuthority, Internet, seconds).Name("ns.example.com").Name("admin.example.com");
        return Seconds(1).Seconds(2).Seconds(3).Seconds(4).Seconds(minimum).End();
    }

    internal DnsReplyBuilder NameServer(string server) =>
        Record(Authority, "example.com", DnsMessage.TypeNameServer, Internet, 60).Name(server).End();

    /// <summary>Begins a record; its data follows, then <see cref="End"/>.</summary>
    internal DnsReplyBuilder Record(int section, string? owner, int type, int recordClass, int seconds)
    {
        _section = section;
        if (owner is null)
        {
            Pointer(DnsMessage.HeaderLength);
        }
        else
        {
            Name(owner);
        }

        return RestOfRecord(section, type, recordClass, seconds);
    }

    /// <summary>The same, after an owner that was written already.</summary>
    internal DnsReplyBuilder RestOfRecord(int section, int type, int recordClass, int seconds)
    {
        _section = section;
        Number(type).Number(recordClass).Seconds(seconds);
        _lengthAt = Count;
        return Number(0);
    }

    internal DnsReplyBuilder End()
    {
        Set(_lengthAt, Count - _lengthAt - 2);
        Set(_section, DnsMessage.ReadNumber(Data, _section) + 1);
        return this;
    }

    internal DnsReplyBuilder Name(string name)
    {
        string[] labels = name.Split('.');
        for (int i = 0; i < labels.Length && name.Length > 0; i++)
        {
            Byte(labels[i].Length);
            char[] label = labels[i].ToCharArray();
            for (int j = 0; j < label.Length; j++)
            {
                Byte(label[j]);
            }
        }

        return Byte(0);
    }

    internal DnsReplyBuilder Pointer(int target) => Number(0xC000 | target);

    internal DnsReplyBuilder Seconds(int value) => Number(value >> 16).Number(value);

    internal DnsReplyBuilder Number(int value) => Byte(value >> 8).Byte(value);

    internal DnsReplyBuilder Bytes(byte[] bytes)
    {
        Array.Copy(bytes, 0, Data, Count, bytes.Length);
        Count += bytes.Length;
        return this;
    }

    internal DnsReplyBuilder Byte(int value)
    {
        Data[Count++] = (byte)value;
        return this;
    }

    /// <summary>Overwrites a number that stands already.</summary>
    internal DnsReplyBuilder Set(int position, int value)
    {
        DnsMessage.WriteNumber(Data, position, value);
        return this;
    }

    /// <summary>The message, or its beginning, without a byte behind it that could be read by mistake.</summary>
    internal byte[] ToArray(int count)
    {
        byte[] bytes = new byte[count];
        Array.Copy(Data, bytes, count);
        return bytes;
    }
}
