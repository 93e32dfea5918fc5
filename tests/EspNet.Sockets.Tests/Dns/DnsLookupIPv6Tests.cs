using nanoFramework.TestFramework;

namespace EspNet.Sockets.Tests;

[TestClass]
public class DnsLookupIPv6Tests
{
    private const string Host = "www.example.com";

    private static readonly string[] Servers = { "192.0.2.53", "192.0.2.54" };

    [TestMethod]
    public void IPv6_is_asked_for_after_IPv4_and_stands_behind_it()
    {
        DnsDialog dialog = Started();

        dialog.Answers(DnsAction.Send, dialog.Reply(DnsReplyBuilder.Ok).A(null, 60, "192.0.2.1"));
        dialog.Answers(DnsAction.Done, dialog.Reply(DnsReplyBuilder.Ok).Aaaa(null, 50, 1));

        DnsExpect.Addresses("192.0.2.1 fd00::1", dialog.Lookup.Addresses);
        Assert.AreEqual(50, dialog.Lookup.TimeToLive);
    }

    [TestMethod]
    public void An_address_of_IPv4_is_not_lost_when_nobody_answers_about_IPv6()
    {
        DnsDialog dialog = Started();
        dialog.Answers(DnsAction.Send, dialog.Reply(DnsReplyBuilder.Ok).A(null, 60, "192.0.2.1"));

        dialog.TimesOut(DnsAction.Done);

        DnsExpect.Addresses("192.0.2.1", dialog.Lookup.Addresses);
        Assert.AreEqual(60, dialog.Lookup.TimeToLive);
        Assert.AreEqual("0 0", dialog.Asked);
        Assert.AreEqual(1_000, (int)dialog.Elapsed);
    }

    [TestMethod]
    public void Nor_when_there_is_none_or_the_server_fails()
    {
        DnsDialog dialog = Started();
        dialog.Answers(DnsAction.Send, dialog.Reply(DnsReplyBuilder.Ok).A(null, 60, "192.0.2.1"));
        dialog.Answers(DnsAction.Done, dialog.Reply(DnsReplyBuilder.Ok));
        Assert.AreEqual(60, dialog.Lookup.TimeToLive);

        dialog = Started();
        dialog.Answers(DnsAction.Send, dialog.Reply(DnsReplyBuilder.Ok).A(null, 60, "192.0.2.1"));
        dialog.Answers(DnsAction.Done, dialog.Reply(DnsReplyBuilder.ServerFailure));

        dialog = Started();
        dialog.Answers(DnsAction.Send, dialog.Reply(DnsReplyBuilder.Ok).A(null, 60, "192.0.2.1"));
        dialog.Answers(DnsAction.Done, dialog.Reply(DnsReplyBuilder.NoSuchName));
        Assert.AreEqual(60, dialog.Lookup.TimeToLive);
    }

    [TestMethod]
    public void A_name_with_IPv6_only_is_asked_for_with_all_attempts()
    {
        DnsDialog dialog = Started();
        dialog.Answers(DnsAction.Send, dialog.Reply(DnsReplyBuilder.Ok));

        dialog.TimesOut(DnsAction.Send);
        dialog.TimesOut(DnsAction.Send);
        dialog.TimesOut(DnsAction.Send);
        dialog.Answers(DnsAction.Done, dialog.Reply(DnsReplyBuilder.Ok).Aaaa(null, 50, 1));

        DnsExpect.Addresses("fd00::1", dialog.Lookup.Addresses);
        Assert.AreEqual(50, dialog.Lookup.TimeToLive);
        Assert.AreEqual("0 0 1 0 1", dialog.Asked);
    }

    [TestMethod]
    public void A_name_without_either_has_no_address_for_the_shorter_time()
    {
        DnsDialog dialog = Started();

        dialog.Answers(DnsAction.Send, dialog.Reply(DnsReplyBuilder.Ok).StartOfAuthority(40, 40));
        dialog.Answers(DnsAction.Failed, dialog.Reply(DnsReplyBuilder.Ok).StartOfAuthority(50, 50));

        DnsExpect.Is(DnsError.NoAddress, dialog.Lookup.Error);
        Assert.AreEqual(40, dialog.Lookup.TimeToLive);
    }

    [TestMethod]
    public void A_name_that_does_not_exist_is_not_asked_for_again()
    {
        DnsDialog dialog = Started();

        dialog.Answers(DnsAction.Failed, dialog.Reply(DnsReplyBuilder.NoSuchName));

        DnsExpect.Is(DnsError.NoSuchName, dialog.Lookup.Error);
    }

    [TestMethod]
    public void Silence_about_IPv4_is_not_followed_by_as_much_silence_about_IPv6() =>
        Assert.AreEqual("1000 1000 2000 3000", new DnsDialog(Host, Servers) { UseIPv6 = true }.WaitsUntil(DnsError.TimedOut));

    [TestMethod]
    public void The_name_itself_is_asked_for_although_its_IPv4_address_was_behind_an_alias()
    {
        DnsDialog dialog = Started();
        dialog.Answers(DnsAction.Send, dialog.Reply(DnsReplyBuilder.Ok).Alias(null, 60, "other.example.com"));
        dialog.Answers(DnsAction.Send, dialog.Reply(DnsReplyBuilder.Ok).A(null, 60, "192.0.2.1"));

        DnsReplyBuilder reply = dialog.Reply(DnsReplyBuilder.Ok);
        Assert.IsTrue(DnsName.Parse(Host).IsAt(reply.Data, 0, reply.Count, DnsMessage.HeaderLength));
    }

    private static DnsDialog Started()
    {
        DnsDialog dialog = new DnsDialog(Host, Servers) { UseIPv6 = true };
        dialog.Starts();
        return dialog;
    }
}
