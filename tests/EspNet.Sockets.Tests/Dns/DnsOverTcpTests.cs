using nanoFramework.TestFramework;

namespace EspNet.Sockets.Tests;

[TestClass]
public class DnsOverTcpTests
{
    private const string Host = "www.example.com";

    private static readonly string[] Servers = { "192.0.2.53", "192.0.2.54" };

    [TestMethod]
    public void A_truncated_answer_is_asked_for_again_over_TCP_with_another_id()
    {
        DnsDialog dialog = new DnsDialog(Host, Servers);
        dialog.Starts();
        int id = DnsMessage.ReadNumber(dialog.Lookup.Query, 0);

        dialog.Answers(DnsAction.AskOverTcp, dialog.Reply(DnsReplyBuilder.Truncated));
        Assert.AreNotEqual(id, DnsMessage.ReadNumber(dialog.Lookup.Query, 0));
        Assert.AreEqual(0, dialog.Lookup.ServerIndex);
        dialog.AnswersOverTcp(DnsAction.Done, dialog.Reply(DnsReplyBuilder.Ok).A(null, 60, "192.0.2.1"));

        DnsExpect.Addresses("192.0.2.1", dialog.Lookup.Addresses);
    }

    [TestMethod]
    public void It_has_the_wait_of_its_attempt_from_then_on()
    {
        DnsDialog dialog = new DnsDialog(Host, Servers);
        dialog.Starts();
        dialog.TimesOut(DnsAction.Send);
        dialog.TimesOut(DnsAction.Send);

        dialog.Answers(DnsAction.AskOverTcp, dialog.Reply(DnsReplyBuilder.Truncated));

        Assert.AreEqual(2_000, (int)(dialog.Lookup.Deadline - dialog.Now));
    }

    [TestMethod]
    public void When_TCP_fails_the_next_server_is_asked_by_datagram()
    {
        DnsDialog dialog = Asking();

        dialog.Took(DnsAction.Send, dialog.Lookup.OnTcpFailed(dialog.Now));
        dialog.Answers(DnsAction.Done, dialog.Reply(DnsReplyBuilder.Ok).A(null, 60, "192.0.2.1"));

        Assert.AreEqual("0 1", dialog.Asked);
    }

    [TestMethod]
    public void When_TCP_fails_with_every_server_the_failure_says_so()
    {
        DnsDialog dialog = Asking();
        dialog.TimesOut(DnsAction.Send);
        dialog.Answers(DnsAction.AskOverTcp, dialog.Reply(DnsReplyBuilder.Truncated));

        dialog.Took(DnsAction.Failed, dialog.Lookup.OnTcpFailed(dialog.Now));

        DnsExpect.Is(DnsError.Truncated, dialog.Lookup.Error);
    }

    [TestMethod]
    public void An_answer_over_TCP_that_is_truncated_malformed_or_another_one_is_a_failure_of_the_server()
    {
        DnsDialog dialog = Asking();
        dialog.AnswersOverTcp(DnsAction.Send, dialog.Reply(DnsReplyBuilder.Truncated));
        dialog = Asking();
        dialog.AnswersOverTcp(DnsAction.Send, dialog.Reply(DnsReplyBuilder.Ok).Byte(0));
        dialog = Asking();
        dialog.AnswersOverTcp(DnsAction.Send, DnsReplyBuilder.To(dialog.Lookup, DnsReplyBuilder.Ok).Set(4, 2));
        dialog = Asking();
        dialog.AnswersOverTcp(DnsAction.Send, new DnsReplyBuilder());
    }

    [TestMethod]
    public void Datagrams_are_ignored_meanwhile()
    {
        DnsDialog dialog = Asking();

        dialog.Answers(DnsAction.Wait, dialog.Reply(DnsReplyBuilder.Ok).A(null, 60, "192.0.2.66"));

        dialog.AnswersOverTcp(DnsAction.Done, dialog.Reply(DnsReplyBuilder.Ok).A(null, 60, "192.0.2.1"));
        DnsExpect.Addresses("192.0.2.1", dialog.Lookup.Addresses);
    }

    [TestMethod]
    public void An_alias_over_TCP_is_asked_for_by_datagram()
    {
        DnsDialog dialog = Asking();

        dialog.AnswersOverTcp(DnsAction.Send, dialog.Reply(DnsReplyBuilder.Ok).Alias(null, 60, "other.example.com"));
        dialog.Answers(DnsAction.Done, dialog.Reply(DnsReplyBuilder.Ok).A(null, 60, "192.0.2.1"));
    }

    private static DnsDialog Asking()
    {
        DnsDialog dialog = new DnsDialog(Host, Servers);
        dialog.Starts();
        dialog.Answers(DnsAction.AskOverTcp, dialog.Reply(DnsReplyBuilder.Truncated));
        return dialog;
    }
}
