using System;
using nanoFramework.TestFramework;

namespace EspNet.Sockets.Tests;

[TestClass]
public class DnsMalformedReplyTests
{
    private const int Id = 7;

    [TestMethod]
    public void No_beginning_of_an_answer_is_taken_for_an_answer()
    {
        DnsReplyBuilder whole = Rich();
        DnsReply reply = new DnsReply(false);
        DnsExpect.Is(DnsReplyKind.Answer, Read(reply, whole.ToArray(whole.Count)));

        for (int count = 0; count < whole.Count; count++)
        {
            DnsReplyKind kind = Read(reply, whole.ToArray(count));

            Assert.IsTrue(kind == DnsReplyKind.Malformed || kind == DnsReplyKind.NotOurs, "The first " + count + " bytes are " + (int)kind);
        }
    }

    [TestMethod]
    public void No_beginning_of_a_negative_answer_is_taken_for_one()
    {
        DnsReplyBuilder whole = To().Set(2, DnsReplyBuilder.NoSuchName).StartOfAuthority(60, 60);
        DnsReply reply = new DnsReply(false);
        DnsExpect.Is(DnsReplyKind.NoSuchName, Read(reply, whole.ToArray(whole.Count)));

        for (int count = 0; count < whole.Count; count++)
        {
            DnsReplyKind kind = Read(reply, whole.ToArray(count));

            Assert.IsTrue(kind == DnsReplyKind.Malformed || kind == DnsReplyKind.NotOurs, "The first " + count + " bytes are " + (int)kind);
        }
    }

    [TestMethod]
    public void What_stands_around_a_message_in_the_buffer_is_not_read()
    {
        DnsReplyBuilder message = Rich();
        byte[] buffer = new byte[message.Count + 40];
        Array.Copy(message.Data, 0, buffer, 20, message.Count);
        DnsReply reply = new DnsReply(false);

        DnsExpect.Is(DnsReplyKind.Answer, reply.Read(buffer, 20, message.Count, Id, DnsName.Parse("a.example.com"), 1, 8));
        DnsExpect.Is(DnsReplyKind.Malformed, reply.Read(buffer, 20, message.Count + 1, Id, DnsName.Parse("a.example.com"), 1, 8));
        DnsExpect.Is(DnsReplyKind.Malformed, reply.Read(buffer, 20, message.Count - 1, Id, DnsName.Parse("a.example.com"), 1, 8));
    }

    [TestMethod]
    public void Bytes_behind_the_last_record_are_malformed() => IsMalformed(Rich().Byte(0));

    [TestMethod]
    public void More_records_announced_than_there_are_is_malformed()
    {
        IsMalformed(Rich().Set(10, 2));
        IsMalformed(Rich().Set(8, 65535));
        IsMalformed(Rich().Set(6, 65535));
    }

    [TestMethod]
    public void An_address_of_the_wrong_length_is_malformed()
    {
        IsMalformed(Record(DnsMessage.TypeA).Bytes(new byte[3]).End());
        IsMalformed(Record(DnsMessage.TypeA).Bytes(new byte[5]).End());
        IsMalformed(Record(DnsMessage.TypeA).Bytes(new byte[16]).End());
        IsMalformed(Record(DnsMessage.TypeAaaa).Bytes(new byte[4]).End());
        IsMalformed(Record(DnsMessage.TypeA).End());
    }

    [TestMethod]
    public void A_broken_record_is_malformed_also_behind_a_good_address()
    {
        IsMalformed(To().A(null, 60, "192.0.2.1").Record(DnsReplyBuilder.Answer, null, DnsMessage.TypeA, 1, 60).Byte(1).End());
        IsMalformed(To().A(null, 60, "192.0.2.1").Record(DnsReplyBuilder.Authority, null, DnsMessage.TypeA, 1, 60).Byte(1).End());
        IsMalformed(To().A(null, 60, "192.0.2.1").Record(DnsReplyBuilder.Additional, null, DnsMessage.TypeA, 1, 60).Byte(1).End());
    }

    [TestMethod]
    public void An_alias_must_fill_its_record_exactly()
    {
        IsMalformed(Record(DnsMessage.TypeAlias).Name("b").Byte(0).End());
        IsMalformed(Record(DnsMessage.TypeAlias).Byte(1).Byte('b').End());
        IsMalformed(Record(DnsMessage.TypeAlias).End());
        IsMalformed(Record(DnsMessage.TypeAlias).Byte(0xc0).End().Byte(12));
    }

    [TestMethod]
    public void An_alias_to_a_circle_of_pointers_is_malformed()
    {
        DnsReplyBuilder message = Record(DnsMessage.TypeAlias);
        IsMalformed(message.Pointer(message.Count).End());
        message = Record(DnsMessage.TypeAlias);
        IsMalformed(message.Byte(1).Byte('x').Pointer(message.Count - 2).End());
        message = Record(DnsMessage.TypeAlias);
        IsMalformed(message.Pointer(message.Count + 2).End().A(null, 60, "192.0.2.1"));
    }

    [TestMethod]
    public void An_owner_that_points_to_itself_is_malformed()
    {
        DnsReplyBuilder message = To();
        message.Pointer(message.Count).RestOfRecord(DnsReplyBuilder.Answer, DnsMessage.TypeA, 1, 60).Bytes(new byte[4]).End();

        IsMalformed(message);
    }

    [TestMethod]
    public void A_question_that_points_into_the_header_is_not_ours()
    {
        // The header reads as the name that was asked for.
        byte[] message = { 0, Id, 0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0, 0xc0, 0, 0, 1, 0, 1 };

        DnsExpect.Is(DnsReplyKind.NotOurs, new DnsReply(false).Read(message, 0, message.Length, Id, DnsName.FromWire(new byte[1], 1), 1, 8));
    }

    [TestMethod]
    public void The_record_of_the_authority_must_be_as_long_as_it_is()
    {
        DnsReplyBuilder shorter = To().Record(DnsReplyBuilder.Authority, null, DnsMessage.TypeStartOfAuthority, 1, 60);
        IsMalformed(shorter.Name("a").Name("b").Bytes(new byte[19]).End());
        DnsReplyBuilder longer = To().Record(DnsReplyBuilder.Authority, null, DnsMessage.TypeStartOfAuthority, 1, 60);
        IsMalformed(longer.Name("a").Name("b").Bytes(new byte[21]).End());
        DnsReplyBuilder empty = To().Record(DnsReplyBuilder.Authority, null, DnsMessage.TypeStartOfAuthority, 1, 60);
        IsMalformed(empty.End());
    }

    [TestMethod]
    public void Data_that_reaches_over_the_end_is_malformed()
    {
        DnsReplyBuilder message = To().A(null, 60, "192.0.2.1");

        IsMalformed(message.Set(message.Count - 6, 0xffff));
    }

    private static DnsReplyBuilder To() => DnsReplyBuilder.To(Id, "a.example.com", DnsMessage.TypeA, DnsReplyBuilder.Ok);

    private static DnsReplyBuilder Record(int type) => To().Record(DnsReplyBuilder.Answer, null, type, 1, 60);

    private static DnsReplyBuilder Rich() => To()
        .Alias(null, 60, "b.example.com")
        .A("b.example.com", 60, "192.0.2.1")
        .A("b.example.com", 60, "192.0.2.2")
        .StartOfAuthority(60, 60)
        .Record(DnsReplyBuilder.Additional, string.Empty, 41, 1232, 0).End();

    private static void IsMalformed(DnsReplyBuilder message) =>
        DnsExpect.Is(DnsReplyKind.Malformed, Read(new DnsReply(false), message.ToArray(message.Count)));

    private static DnsReplyKind Read(DnsReply reply, byte[] message) =>
        reply.Read(message, 0, message.Length, Id, DnsName.Parse("a.example.com"), DnsMessage.TypeA, 8);
}
