using EspNet.Mqtt.Tests;
using nanoFramework.TestFramework;

namespace EspNet.Sockets.Tests;

[TestClass]
public class DnsNameTests
{
    [TestMethod]
    public void A_query_is_byte_exact()
    {
        byte[] buffer = new byte[DnsMessage.LongestQuery];

        int length = DnsMessage.WriteQuery(buffer, 0xabcd, DnsName.Parse("Ab.c-1._x"), DnsMessage.TypeA);

        Assert.AreEqual("abcd01000001000000000000" + "02616203632d31025f7800" + "00010001", Hex.Format(buffer, 0, length));
    }

    [TestMethod]
    public void A_query_for_IPv6_differs_in_its_type_only()
    {
        byte[] buffer = new byte[DnsMessage.LongestQuery];

        int length = DnsMessage.WriteQuery(buffer, 1, DnsName.Parse("a"), DnsMessage.TypeAaaa);

        Assert.AreEqual("000101000001000000000000" + "016100" + "001c0001", Hex.Format(buffer, 0, length));
    }

    [TestMethod]
    public void One_dot_at_the_end_makes_no_difference()
    {
        byte[] buffer = new byte[DnsName.LongestWire];
        DnsName name = DnsName.Parse("a.b.");

        name.CopyTo(buffer, 0);

        Assert.AreEqual("0161016200", Hex.Format(buffer, 0, name.Length));
    }

    [TestMethod]
    public void The_longest_label_and_the_longest_name_are_allowed()
    {
        string label = new string('a', 63);
        string longest = label + "." + label + "." + label + "." + new string('a', 61);

        Assert.AreEqual(65, DnsName.Parse(label).Length);
        Assert.AreEqual(255, DnsName.Parse(longest).Length);
        Assert.AreEqual(255, DnsName.Parse(longest + ".").Length);
    }

    [TestMethod]
    public void One_byte_more_is_not_allowed()
    {
        string label = new string('a', 63);

        IsBad(label + "a");
        IsBad("b." + label + "a.c");
        IsBad(label + "." + label + "." + label + "." + new string('a', 62));
        IsBad(new string('a', 5_000));
    }

    [TestMethod]
    public void What_is_not_a_host_name_is_refused()
    {
        IsBad(".");
        IsBad("..");
        IsBad(".a");
        IsBad("a..b");
        IsBad("a..");
        IsBad(" ");
        IsBad("a b");
        IsBad("a/b");
        IsBad("http://a");
        IsBad("a:80");
        IsBad("b\u00fccher.example");
        IsBad("a\nb");
        IsBad("a@b");
    }

    [TestMethod]
    public void A_mistyped_address_is_not_asked_for_as_a_name()
    {
        IsBad("192.168.1.300");
        IsBad("192.168.1");
        IsBad("1");
        Assert.AreEqual(5, DnsName.Parse("1.a").Length);
    }

    private static void IsBad(string host) => DnsExpect.Fails(DnsError.BadName, () => DnsName.Parse(host));
}
