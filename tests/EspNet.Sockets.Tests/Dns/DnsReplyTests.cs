using System.Net;
using EspNet.Mqtt.Tests;
using nanoFramework.TestFramework;

namespace EspNet.Sockets.Tests;

[TestClass]
public class DnsReplyTests
{
    private const int Id = 0x1234;
    private const string Host = "www.example.com";

    [TestMethod]
    public void A_recorded_answer_is_read()
    {
        byte[] message = Hex.Parse(
            "1234 8180 0001 0002 0000 0000 03777777 076578616d706c65 03636f6d 00 0001 0001"
            + "c00c 0001 0001 0000012c 0004 c0000201"
            + "c00c 0001 0001 0000003c 0004 c0000202");
        DnsReply reply = new DnsReply(false);

        DnsExpect.Is(DnsReplyKind.Answer, reply.Read(message, 0, message.Length, Id, DnsName.Parse(Host), DnsMessage.TypeA, 8));

        DnsExpect.Addresses("192.0.2.1 192.0.2.2", reply.GetAddresses());
        Assert.AreEqual(60, reply.TimeToLive);
        Assert.AreEqual(0, reply.Links);
    }

    [TestMethod]
    public void An_IPv6_answer_has_addresses_of_16_bytes()
    {
        DnsReplyBuilder message = DnsReplyBuilder.To(Id, Host, DnsMessage.TypeAaaa, DnsReplyBuilder.Ok).Aaaa(null, 9, 1).Aaaa(null, 9, 2);
        DnsReply reply = new DnsReply(false);

        DnsExpect.Is(DnsReplyKind.Answer, Read(reply, message, DnsMessage.TypeAaaa, 8));

        IPAddress[] addresses = reply.GetAddresses();
        Assert.AreEqual(2, addresses.Length);
        Assert.AreEqual("fd000000000000000000000000000002", Hex.Format(addresses[1].GetAddressBytes(), 0, 16));
    }

    [TestMethod]
    public void The_question_may_come_back_in_another_case() =>
        Is(DnsReplyKind.Answer, DnsReplyBuilder.To(Id, "WWW.Example.Com", 1, DnsReplyBuilder.Ok).A("wWw.example.COM", 1, "192.0.2.1"));

    [TestMethod]
    public void What_answers_another_question_is_not_ours()
    {
        Is(DnsReplyKind.NotOurs, DnsReplyBuilder.To(Id ^ 1, Host, 1, DnsReplyBuilder.Ok).A(null, 1, "192.0.2.1"));
        Is(DnsReplyKind.NotOurs, DnsReplyBuilder.To(Id, "www.example.org", 1, DnsReplyBuilder.Ok).A(null, 1, "192.0.2.1"));
        Is(DnsReplyKind.NotOurs, DnsReplyBuilder.To(Id, "example.com", 1, DnsReplyBuilder.Ok).A(null, 1, "192.0.2.1"));
        Is(DnsReplyKind.NotOurs, DnsReplyBuilder.To(Id, Host, 28, DnsReplyBuilder.Ok).A(null, 1, "192.0.2.1"));
        Is(DnsReplyKind.NotOurs, Valid().Set(31, 3));
        Is(DnsReplyKind.NotOurs, Valid().Set(4, 0));
        Is(DnsReplyKind.NotOurs, Valid().Set(4, 2));
    }

    [TestMethod]
    public void A_query_or_another_operation_is_not_ours()
    {
        Is(DnsReplyKind.NotOurs, Valid().Set(2, 0x0100));
        Is(DnsReplyKind.NotOurs, Valid().Set(2, 0x8980));
    }

    [TestMethod]
    public void The_codes_of_a_server_that_does_not_answer()
    {
        Is(DnsReplyKind.ServerFailure, To(0x8181));
        Is(DnsReplyKind.ServerFailure, To(DnsReplyBuilder.ServerFailure));
        Is(DnsReplyKind.ServerFailure, To(0x8184));
        Is(DnsReplyKind.Refused, To(DnsReplyBuilder.Refused));
        Is(DnsReplyKind.ServerFailure, To(0x818f));
    }

    [TestMethod]
    public void A_truncated_answer_is_told_before_its_records_are_read()
    {
        Is(DnsReplyKind.Truncated, To(DnsReplyBuilder.Truncated));
        Is(DnsReplyKind.Truncated, To(DnsReplyBuilder.Truncated).Set(6, 20).Number(0xc00c));
    }

    [TestMethod]
    public void A_name_that_does_not_exist_is_so_for_as_long_as_the_authority_says()
    {
        DnsReply reply = new DnsReply(false);

        DnsExpect.Is(DnsReplyKind.NoSuchName, Read(reply, To(DnsReplyBuilder.NoSuchName).StartOfAuthority(900, 300), 1, 8));
        Assert.AreEqual(300, reply.TimeToLive);
        DnsExpect.Is(DnsReplyKind.NoSuchName, Read(reply, To(DnsReplyBuilder.NoSuchName).StartOfAuthority(200, 300), 1, 8));
        Assert.AreEqual(200, reply.TimeToLive);
        DnsExpect.Is(DnsReplyKind.NoSuchName, Read(reply, To(DnsReplyBuilder.NoSuchName), 1, 8));
        Assert.AreEqual(0, reply.TimeToLive);
    }

    [TestMethod]
    public void A_name_without_such_an_address_has_no_data()
    {
        DnsReply reply = new DnsReply(false);

        DnsExpect.Is(DnsReplyKind.NoData, Read(reply, To(DnsReplyBuilder.Ok).StartOfAuthority(900, 30), 1, 8));
        Assert.AreEqual(30, reply.TimeToLive);
        Is(DnsReplyKind.NoData, To(DnsReplyBuilder.Ok));
        Is(DnsReplyKind.NoData, To(DnsReplyBuilder.Ok).Aaaa(null, 9, 1));
    }

    [TestMethod]
    public void A_server_that_only_names_others_has_not_answered() =>
        Is(DnsReplyKind.ServerFailure, To(DnsReplyBuilder.Ok).NameServer("ns.example.com"));

    [TestMethod]
    public void A_time_to_live_with_the_top_bit_set_is_zero()
    {
        DnsReply reply = new DnsReply(false);

        Read(reply, To(DnsReplyBuilder.Ok).A(null, unchecked((int)0x80000001), "192.0.2.1").A(null, 60, "192.0.2.2"), 1, 8);
        Assert.AreEqual(0, reply.TimeToLive);
        Read(reply, To(DnsReplyBuilder.Ok).A(null, int.MaxValue, "192.0.2.1"), 1, 8);
        Assert.AreEqual(int.MaxValue, reply.TimeToLive);
    }

    [TestMethod]
    public void Records_of_other_names_classes_and_types_are_passed_over()
    {
        DnsReplyBuilder message = To(DnsReplyBuilder.Ok)
            .A("other.example.com", 1, "192.0.2.9")
            .Record(DnsReplyBuilder.Answer, null, 1, 3, 1).Byte(1).End()
            .Record(DnsReplyBuilder.Answer, null, 99, 1, 1).Bytes(new byte[30]).End()
            .A(null, 60, "192.0.2.1")
            .StartOfAuthority(1, 1)
            .Record(DnsReplyBuilder.Additional, string.Empty, 41, 4096, 0).End();
        DnsReply reply = new DnsReply(false);

        DnsExpect.Is(DnsReplyKind.Answer, Read(reply, message, 1, 8));

        DnsExpect.Addresses("192.0.2.1", reply.GetAddresses());
        Assert.AreEqual(60, reply.TimeToLive);
    }

    [TestMethod]
    public void Eight_addresses_are_kept()
    {
        DnsReplyBuilder message = To(DnsReplyBuilder.Ok);
        for (int i = 1; i <= 20; i++)
        {
            message.A(null, 60, "192.0.2." + i);
        }

        DnsReply reply = new DnsReply(false);

        DnsExpect.Is(DnsReplyKind.Answer, Read(reply, message, 1, 8));

        Assert.AreEqual(8, reply.AddressCount);
        Assert.AreEqual("192.0.2.8", reply.GetAddresses()[7].ToString());
    }

    [TestMethod]
    public void A_reply_is_read_anew_each_time()
    {
        DnsReply reply = new DnsReply(false);
        Read(reply, To(DnsReplyBuilder.Ok).Alias(null, 5, "b.example.com").A("b.example.com", 5, "192.0.2.1"), 1, 8);

        DnsExpect.Is(DnsReplyKind.NoData, Read(reply, To(DnsReplyBuilder.Ok), 1, 8));

        Assert.AreEqual(0, reply.AddressCount);
        Assert.AreEqual(0, reply.Links);
        Assert.AreEqual(0, reply.TimeToLive);
    }

    private static DnsReplyBuilder To(int flags) => DnsReplyBuilder.To(Id, Host, DnsMessage.TypeA, flags);

    private static DnsReplyBuilder Valid() => To(DnsReplyBuilder.Ok).A(null, 1, "192.0.2.1");

    private static void Is(DnsReplyKind expected, DnsReplyBuilder message) =>
        DnsExpect.Is(expected, Read(new DnsReply(false), message, DnsMessage.TypeA, 8));

    private static DnsReplyKind Read(DnsReply reply, DnsReplyBuilder message, int type, int mostLinks) =>
        reply.Read(message.Data, 0, message.Count, Id, DnsName.Parse(Host), type, mostLinks);
}
