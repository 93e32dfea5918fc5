using System.Net;
using nanoFramework.TestFramework;

namespace EspNet.Sockets.Tests;

/// <summary>What anybody can send to the port must neither be believed nor end the look-up.</summary>
[TestClass]
public class DnsSpoofTests
{
    private const string Host = "www.example.com";

    private static readonly string[] Servers = { "192.0.2.53", "192.0.2.54" };

    [TestMethod]
    public void A_wrong_id_is_ignored()
    {
        DnsDialog dialog = Started();
        DnsReplyBuilder wrong = Wrong(dialog);

        dialog.Answers(DnsAction.Wait, wrong.Set(0, DnsMessage.ReadNumber(wrong.Data, 0) ^ 0x8000));

        TakesTheRightOne(dialog);
    }

    [TestMethod]
    public void A_wrong_port_is_ignored()
    {
        DnsDialog dialog = Started();

        dialog.AnswersFrom(DnsAction.Wait, Wrong(dialog), IPAddress.Parse(Servers[0]), 5353);

        TakesTheRightOne(dialog);
    }

    [TestMethod]
    public void A_wrong_address_is_ignored_also_when_it_is_another_server()
    {
        DnsDialog dialog = Started();

        dialog.AnswersFrom(DnsAction.Wait, Wrong(dialog), IPAddress.Parse("192.0.2.99"), 53);
        dialog.AnswersFrom(DnsAction.Wait, Wrong(dialog), IPAddress.Parse(Servers[1]), 53);

        TakesTheRightOne(dialog);
    }

    [TestMethod]
    public void A_wrong_question_is_ignored()
    {
        DnsDialog dialog = Started();
        int id = DnsMessage.ReadNumber(dialog.Lookup.Query, 0);

        dialog.Answers(DnsAction.Wait, DnsReplyBuilder.To(id, "www.example.org", 1, DnsReplyBuilder.Ok).A(null, 60, "192.0.2.66"));
        dialog.Answers(DnsAction.Wait, DnsReplyBuilder.To(id, Host, 28, DnsReplyBuilder.Ok).A(null, 60, "192.0.2.66"));

        TakesTheRightOne(dialog);
    }

    [TestMethod]
    public void A_wrong_failure_is_ignored_as_well()
    {
        DnsDialog dialog = Started();

        dialog.AnswersFrom(DnsAction.Wait, dialog.Reply(DnsReplyBuilder.NoSuchName), IPAddress.Parse("192.0.2.99"), 53);
        dialog.AnswersFrom(DnsAction.Wait, dialog.Reply(DnsReplyBuilder.ServerFailure), IPAddress.Parse("192.0.2.99"), 53);
        dialog.AnswersFrom(DnsAction.Wait, dialog.Reply(DnsReplyBuilder.Truncated), IPAddress.Parse("192.0.2.99"), 53);

        TakesTheRightOne(dialog);
    }

    [TestMethod]
    public void A_malformed_answer_is_counted_and_ignored()
    {
        DnsDialog dialog = Started();

        dialog.Answers(DnsAction.Wait, Wrong(dialog).Byte(0));

        Assert.AreEqual(1, dialog.Lookup.MalformedCount);
        TakesTheRightOne(dialog);
    }

    [TestMethod]
    public void When_nothing_but_malformed_answers_came_the_failure_says_so()
    {
        DnsDialog dialog = Started();
        dialog.Answers(DnsAction.Wait, Wrong(dialog).Byte(0));

        Assert.AreEqual("1000 1000 2000 3000", dialog.RestOfWaits(DnsError.Malformed));
    }

    [TestMethod]
    public void An_answer_of_a_server_that_was_not_asked_yet_is_ignored()
    {
        DnsDialog dialog = Started();

        dialog.AnswersFrom(DnsAction.Wait, Wrong(dialog), IPAddress.Parse(Servers[1]), 53);

        TakesTheRightOne(dialog);
    }

    [TestMethod]
    public void A_late_answer_of_a_server_that_was_asked_before_is_taken()
    {
        DnsDialog dialog = Started();
        dialog.TimesOut(DnsAction.Send);
        Assert.AreEqual(1, dialog.Lookup.ServerIndex);

        dialog.AnswersFrom(
            DnsAction.Done, dialog.Reply(DnsReplyBuilder.Ok).A(null, 60, "192.0.2.1"), IPAddress.Parse(Servers[0]), 53);

        DnsExpect.Addresses("192.0.2.1", dialog.Lookup.Addresses);
        Assert.AreEqual(0, dialog.Lookup.ServerIndex, "The one that answered is the first to be asked the next time.");
    }

    [TestMethod]
    public void A_late_failure_of_a_server_that_was_asked_before_does_not_end_the_wait_for_the_other()
    {
        DnsDialog dialog = Started();
        dialog.TimesOut(DnsAction.Send);

        dialog.AnswersFrom(DnsAction.Wait, dialog.Reply(DnsReplyBuilder.ServerFailure), IPAddress.Parse(Servers[0]), 53);

        TakesTheRightOne(dialog);
    }

    [TestMethod]
    public void What_is_ignored_does_not_make_the_wait_longer()
    {
        DnsDialog dialog = Started();
        long deadline = dialog.Lookup.Deadline;

        for (int i = 0; i < 100; i++)
        {
            dialog.Answers(DnsAction.Wait, Wrong(dialog).Byte(0));
        }

        Assert.AreEqual(deadline, dialog.Lookup.Deadline);
    }

    private static DnsDialog Started()
    {
        DnsDialog dialog = new DnsDialog(Host, Servers);
        dialog.Starts();
        return dialog;
    }

    private static DnsReplyBuilder Wrong(DnsDialog dialog) => dialog.Reply(DnsReplyBuilder.Ok).A(null, 60, "192.0.2.66");

    private static void TakesTheRightOne(DnsDialog dialog)
    {
        dialog.Answers(DnsAction.Done, dialog.Reply(DnsReplyBuilder.Ok).A(null, 60, "192.0.2.1"));
        DnsExpect.Addresses("192.0.2.1", dialog.Lookup.Addresses);
    }
}
