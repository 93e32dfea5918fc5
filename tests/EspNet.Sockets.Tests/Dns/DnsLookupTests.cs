using System;
using System.Net;
using nanoFramework.TestFramework;

namespace EspNet.Sockets.Tests;

[TestClass]
public class DnsLookupTests
{
    private const string Host = "www.example.com";

    private static readonly string[] One = { "192.0.2.53" };
    private static readonly string[] Three = { "192.0.2.53", "192.0.2.54", "192.0.2.55" };

    [TestMethod]
    public void A_look_up_asks_once_and_takes_the_answer()
    {
        DnsDialog dialog = new DnsDialog(Host, One);

        dialog.Starts();
        dialog.Answers(DnsAction.Done, dialog.Reply(DnsReplyBuilder.Ok).A(null, 60, "192.0.2.1").A(null, 30, "192.0.2.2"));

        DnsExpect.Addresses("192.0.2.1 192.0.2.2", dialog.Lookup.Addresses);
        Assert.AreEqual(30, dialog.Lookup.TimeToLive);
    }

    [TestMethod]
    public void The_waits_of_four_attempts_are_1_1_2_and_3_seconds()
    {
        DnsDialog dialog = new DnsDialog(Host, One);

        Assert.AreEqual("1000 1000 2000 3000", dialog.WaitsUntil(DnsError.TimedOut));
        Assert.AreEqual(0, dialog.Lookup.TimeToLive);
    }

    [TestMethod]
    public void Ten_attempts_wait_46_seconds_in_all()
    {
        DnsDialog dialog = new DnsDialog(Host, One) { Attempts = 10 };

        Assert.AreEqual("1000 1000 2000 3000 4000 5000 6000 7000 8000 9000", dialog.WaitsUntil(DnsError.TimedOut));
        Assert.AreEqual(46_000, (int)dialog.Elapsed);
    }

    [TestMethod]
    public void A_single_attempt_waits_one_second() =>
        Assert.AreEqual("1000", new DnsDialog(Host, One) { Attempts = 1 }.WaitsUntil(DnsError.TimedOut));

    [TestMethod]
    public void Silent_servers_are_asked_in_turn_and_take_no_longer_than_one()
    {
        DnsDialog dialog = new DnsDialog(Host, Three);

        Assert.AreEqual("1000 1000 2000 3000", dialog.WaitsUntil(DnsError.TimedOut));
        Assert.AreEqual("0 1 2 0", dialog.Asked);
    }

    [TestMethod]
    public void The_server_that_answered_last_time_is_asked_first()
    {
        DnsDialog dialog = new DnsDialog(Host, Three) { FirstServer = 2 };

        dialog.Starts();
        dialog.TimesOut(DnsAction.Send);
        dialog.Answers(DnsAction.Done, dialog.Reply(DnsReplyBuilder.Ok).A(null, 60, "192.0.2.1"));

        Assert.AreEqual("2 0", dialog.Asked);
        Assert.AreEqual(0, dialog.Lookup.ServerIndex);
        Assert.AreEqual(1_000, (int)dialog.Elapsed);
    }

    [TestMethod]
    public void The_first_server_may_be_one_that_is_no_longer_there()
    {
        DnsDialog dialog = new DnsDialog(Host, One) { FirstServer = 5 };

        dialog.Starts();

        Assert.AreEqual("0", dialog.Asked);
    }

    [TestMethod]
    public void A_server_that_fails_or_refuses_is_left_at_once()
    {
        DnsDialog dialog = new DnsDialog(Host, Three);

        dialog.Starts();
        dialog.Answers(DnsAction.Send, dialog.Reply(DnsReplyBuilder.ServerFailure));
        dialog.Answers(DnsAction.Send, dialog.Reply(DnsReplyBuilder.Refused));
        dialog.Answers(DnsAction.Done, dialog.Reply(DnsReplyBuilder.Ok).A(null, 60, "192.0.2.1"));

        Assert.AreEqual("0 1 2", dialog.Asked);
        Assert.AreEqual(0, (int)dialog.Elapsed);
    }

    [TestMethod]
    public void A_server_that_failed_is_not_asked_again_and_its_attempt_counts()
    {
        DnsDialog dialog = new DnsDialog(Host, Three);
        dialog.Starts();
        dialog.Answers(DnsAction.Send, dialog.Reply(DnsReplyBuilder.ServerFailure));

        Assert.AreEqual("1000 2000 3000", dialog.RestOfWaits(DnsError.ServerFailure));
        Assert.AreEqual("0 1 2 1", dialog.Asked);
    }

    [TestMethod]
    public void When_every_server_has_failed_the_look_up_fails_without_waiting()
    {
        DnsDialog dialog = new DnsDialog(Host, Three) { Attempts = 20 };
        dialog.Starts();
        dialog.Answers(DnsAction.Send, dialog.Reply(DnsReplyBuilder.ServerFailure));
        dialog.Answers(DnsAction.Send, dialog.Reply(DnsReplyBuilder.ServerFailure));
        dialog.Answers(DnsAction.Failed, dialog.Reply(DnsReplyBuilder.Refused));

        DnsExpect.Is(DnsError.Refused, dialog.Lookup.Error);
        Assert.AreEqual(0, dialog.Lookup.TimeToLive);
    }

    [TestMethod]
    public void A_query_that_cannot_be_sent_goes_to_the_next_server_at_once()
    {
        DnsDialog dialog = new DnsDialog(Host, Three);
        dialog.Starts();

        dialog.Took(DnsAction.Send, dialog.Lookup.OnSendFailed(dialog.Now));
        dialog.Took(DnsAction.Send, dialog.Lookup.OnSendFailed(dialog.Now));
        dialog.Took(DnsAction.Failed, dialog.Lookup.OnSendFailed(dialog.Now));

        Assert.AreEqual("0 1 2", dialog.Asked);
        DnsExpect.Is(DnsError.NotSent, dialog.Lookup.Error);
    }

    [TestMethod]
    public void A_name_that_does_not_exist_ends_the_look_up()
    {
        DnsDialog dialog = new DnsDialog(Host, Three);
        dialog.Starts();

        dialog.Answers(DnsAction.Failed, dialog.Reply(DnsReplyBuilder.NoSuchName).StartOfAuthority(900, 40));

        DnsExpect.Is(DnsError.NoSuchName, dialog.Lookup.Error);
        Assert.AreEqual(40, dialog.Lookup.TimeToLive);
    }

    [TestMethod]
    public void A_name_without_an_address_ends_the_look_up()
    {
        DnsDialog dialog = new DnsDialog(Host, Three);
        dialog.Starts();

        dialog.Answers(DnsAction.Failed, dialog.Reply(DnsReplyBuilder.Ok).StartOfAuthority(900, 40));

        DnsExpect.Is(DnsError.NoAddress, dialog.Lookup.Error);
        Assert.AreEqual(40, dialog.Lookup.TimeToLive);
    }

    [TestMethod]
    public void All_attempts_at_a_question_have_the_same_id_and_the_next_question_has_another()
    {
        DnsDialog dialog = new DnsDialog(Host, One) { Attempts = 20 };
        dialog.Starts();
        int id = DnsMessage.ReadNumber(dialog.Lookup.Query, 0);

        for (int i = 0; i < 3; i++)
        {
            dialog.TimesOut(DnsAction.Send);
            Assert.AreEqual(id, DnsMessage.ReadNumber(dialog.Lookup.Query, 0));
        }

        dialog.Answers(DnsAction.Send, dialog.Reply(DnsReplyBuilder.Ok).Alias(null, 60, "other.example.com"));
        Assert.AreNotEqual(id, DnsMessage.ReadNumber(dialog.Lookup.Query, 0));
    }

    [TestMethod]
    public void Time_that_has_not_passed_changes_nothing()
    {
        DnsDialog dialog = new DnsDialog(Host, One);
        dialog.Starts();

        DnsExpect.Is(DnsAction.Wait, dialog.Lookup.OnTimeout(dialog.Lookup.Deadline - 1));
        DnsExpect.Is(DnsAction.Send, dialog.Lookup.OnTimeout(dialog.Lookup.Deadline));
    }

    [TestMethod]
    public void The_end_is_the_end_whatever_else_comes()
    {
        DnsDialog dialog = new DnsDialog(Host, One);
        dialog.Starts();
        DnsReplyBuilder reply = dialog.Reply(DnsReplyBuilder.Ok).A(null, 60, "192.0.2.1");
        dialog.Answers(DnsAction.Done, reply);

        dialog.Answers(DnsAction.Done, reply);
        DnsExpect.Is(DnsAction.Done, dialog.Lookup.OnTimeout(1_000_000));
        DnsExpect.Is(DnsAction.Done, dialog.Lookup.OnSendFailed(1_000_000));
        DnsExpect.Is(DnsAction.Done, dialog.Lookup.OnTcpFailed(1_000_000));
        DnsExpect.Is(DnsAction.Done, dialog.Lookup.OnTcpReply(reply.Data, 0, reply.Count, 1_000_000));
        DnsExpect.Addresses("192.0.2.1", dialog.Lookup.Addresses);
    }

    [TestMethod]
    public void The_end_of_a_chain_that_is_not_in_the_answer_is_asked_for()
    {
        DnsDialog dialog = new DnsDialog(Host, Three);
        dialog.Starts();

        dialog.Answers(DnsAction.Send, dialog.Reply(DnsReplyBuilder.Ok).Alias(null, 20, "other.example.com"));
        DnsReplyBuilder second = dialog.Reply(DnsReplyBuilder.Ok);
        Assert.IsTrue(DnsName.Parse("other.example.com").IsAt(second.Data, 0, second.Count, DnsMessage.HeaderLength));
        dialog.Answers(DnsAction.Done, second.A(null, 60, "192.0.2.1"));

        Assert.AreEqual("0 0", dialog.Asked);
        Assert.AreEqual(20, dialog.Lookup.TimeToLive);
    }

    [TestMethod]
    public void Aliases_of_several_answers_are_followed_eight_times_in_all()
    {
        DnsDialog dialog = new DnsDialog(Host, One) { Attempts = 1 };
        dialog.Starts();

        for (int i = 1; i <= 4; i++)
        {
            string middle = "m" + i + ".example.com";
            dialog.Answers(DnsAction.Send, dialog.Reply(DnsReplyBuilder.Ok).Alias(null, 60, middle).Alias(middle, 60, "n" + i + ".example.com"));
        }

        dialog.Answers(DnsAction.Failed, dialog.Reply(DnsReplyBuilder.Ok).Alias(null, 60, "last.example.com"));
        DnsExpect.Is(DnsError.TooManyAliases, dialog.Lookup.Error);
    }

    [TestMethod]
    public void A_question_behind_an_alias_that_nobody_answers_goes_on_with_the_next_attempt()
    {
        DnsDialog dialog = new DnsDialog(Host, Three);
        dialog.Starts();
        dialog.Answers(DnsAction.Send, dialog.Reply(DnsReplyBuilder.Ok).Alias(null, 20, "other.example.com"));

        Assert.AreEqual("1000 1000 2000 3000", dialog.RestOfWaits(DnsError.TimedOut));
        Assert.AreEqual("0 0 1 2 0", dialog.Asked);
    }
}
