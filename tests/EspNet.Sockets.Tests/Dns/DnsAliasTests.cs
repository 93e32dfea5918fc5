using EspNet.Mqtt.Tests;
using nanoFramework.TestFramework;

namespace EspNet.Sockets.Tests;

[TestClass]
public class DnsAliasTests
{
    private const int Id = 7;

    [TestMethod]
    public void Aliases_are_followed_in_whatever_order_the_records_stand()
    {
        DnsReply reply = new DnsReply(false);
        int[] orders = { 0123, 0132, 0213, 0231, 0312, 0321, 1023, 1230, 2310, 3210, 3201, 2103 };
        for (int i = 0; i < orders.Length; i++)
        {
            DnsReplyBuilder message = To();
            for (int divisor = 1000; divisor > 0; divisor /= 10)
            {
                Add(message, orders[i] / divisor % 10);
            }

            DnsExpect.Is(DnsReplyKind.Answer, Read(reply, message, 8));
            DnsExpect.Addresses("192.0.2.1", reply.GetAddresses());
            Assert.AreEqual(3, reply.Links);
        }
    }

    [TestMethod]
    public void The_shortest_time_to_live_on_the_way_counts()
    {
        DnsReply reply = new DnsReply(false);

        Read(reply, To().Alias("a", 500, "b").Alias("b", 20, "c").A("c", 100, "192.0.2.1"), 8);
        Assert.AreEqual(20, reply.TimeToLive);
        Read(reply, To().Alias("a", 500, "b").Alias("b", 200, "c").A("c", 10, "192.0.2.1").Alias("z", 1, "y"), 8);
        Assert.AreEqual(10, reply.TimeToLive);
    }

    [TestMethod]
    public void A_compressed_target_is_expanded()
    {
        // The target is "x" and a pointer to "example" of the question; the address's owner points to the target.
        DnsReplyBuilder message = DnsReplyBuilder.To(Id, "a.example", 1, DnsReplyBuilder.Ok)
            .Record(DnsReplyBuilder.Answer, null, DnsMessage.TypeAlias, 1, 60);
        int target = message.Count;
        message.Byte(1).Byte('X').Pointer(14).End();
        message.Pointer(target).RestOfRecord(DnsReplyBuilder.Answer, DnsMessage.TypeA, 1, 60).Number(0xc000).Number(0x0207).End();
        DnsReply reply = new DnsReply(false);

        DnsExpect.Is(DnsReplyKind.Answer, reply.Read(message.Data, 0, message.Count, Id, DnsName.Parse("a.example"), 1, 8));

        DnsExpect.Addresses("192.0.2.7", reply.GetAddresses());
    }

    [TestMethod]
    public void A_chain_that_ends_outside_the_message_tells_its_end()
    {
        DnsReply reply = new DnsReply(false);

        DnsExpect.Is(DnsReplyKind.Alias, Read(reply, To().Alias("b", 5, "c.d").Alias("a", 50, "B"), 8));

        byte[] buffer = new byte[DnsName.LongestWire];
        DnsName end = reply.GetAlias();
        end.CopyTo(buffer, 0);
        Assert.AreEqual("0163016400", Hex.Format(buffer, 0, end.Length));
        Assert.AreEqual(2, reply.Links);
        Assert.AreEqual(5, reply.TimeToLive);
    }

    [TestMethod]
    public void A_chain_whose_end_has_no_address_says_so_when_the_authority_does()
    {
        DnsReply reply = new DnsReply(false);

        DnsExpect.Is(DnsReplyKind.NoData, Read(reply, To().Alias("a", 5, "b").StartOfAuthority(60, 60), 8));
        Assert.AreEqual(5, reply.TimeToLive);
        DnsExpect.Is(DnsReplyKind.NoSuchName, Read(reply, To().Set(2, DnsReplyBuilder.NoSuchName).Alias("a", 50, "b").StartOfAuthority(6, 60), 8));
        Assert.AreEqual(6, reply.TimeToLive);
    }

    [TestMethod]
    public void Eight_aliases_are_followed_and_nine_are_not()
    {
        DnsReply reply = new DnsReply(false);

        DnsExpect.Is(DnsReplyKind.Answer, Read(reply, Chain(8), 8));
        Assert.AreEqual(8, reply.Links);
        DnsExpect.Is(DnsReplyKind.TooManyAliases, Read(reply, Chain(9), 8));
        DnsExpect.Is(DnsReplyKind.TooManyAliases, Read(reply, Chain(3), 2));
    }

    [TestMethod]
    public void A_circle_of_aliases_ends()
    {
        DnsReply reply = new DnsReply(false);

        DnsExpect.Is(DnsReplyKind.TooManyAliases, Read(reply, To().Alias("a", 5, "a"), 8));
        DnsExpect.Is(DnsReplyKind.TooManyAliases, Read(reply, To().Alias("a", 5, "b").Alias("b", 5, "a"), 8));
    }

    private static DnsReplyBuilder Chain(int links)
    {
        DnsReplyBuilder message = To();
        for (int i = 0; i < links; i++)
        {
            message.Alias(i == 0 ? "a" : "n" + i, 60, "n" + (i + 1));
        }

        return message.A("n" + links, 60, "192.0.2.1");
    }

    private static void Add(DnsReplyBuilder message, int record)
    {
        switch (record)
        {
            case 0:
                message.A("d", 60, "192.0.2.1");
                break;
            case 1:
                message.Alias("a", 60, "b");
                break;
            case 2:
                message.Alias("b", 60, "c");
                break;
            default:
                message.Alias("c", 60, "d");
                break;
        }
    }

    private static DnsReplyBuilder To() => DnsReplyBuilder.To(Id, "a", DnsMessage.TypeA, DnsReplyBuilder.Ok);

    private static DnsReplyKind Read(DnsReply reply, DnsReplyBuilder message, int mostLinks) =>
        reply.Read(message.Data, 0, message.Count, Id, DnsName.Parse("a"), DnsMessage.TypeA, mostLinks);
}
