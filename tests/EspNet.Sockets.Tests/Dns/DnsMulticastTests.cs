using System.Net;
using nanoFramework.TestFramework;

namespace EspNet.Sockets.Tests;

[TestClass]
public class DnsMulticastTests
{
    private const int MulticastPort = 5353;
    private const int CacheFlush = 0x8000;

    private static readonly string[] Group = { "224.0.0.251" };

    [TestMethod]
    public void Anybody_who_answers_from_the_multicast_port_is_believed()
    {
        DnsDialog dialog = Started();

        dialog.AnswersFrom(DnsAction.Done, Authoritative(dialog).A(null, 10, "192.0.2.7"), IPAddress.Parse("192.0.2.7"), MulticastPort);

        DnsExpect.Addresses("192.0.2.7", dialog.Lookup.Addresses);
        Assert.AreEqual(10, dialog.Lookup.TimeToLive);
    }

    [TestMethod]
    public void Another_port_another_id_or_another_question_is_ignored()
    {
        DnsDialog dialog = Started();
        IPAddress from = IPAddress.Parse("192.0.2.7");
        int id = DnsMessage.ReadNumber(dialog.Lookup.Query, 0);

        dialog.AnswersFrom(DnsAction.Wait, Authoritative(dialog).A(null, 10, "192.0.2.7"), from, 53);
        dialog.AnswersFrom(DnsAction.Wait, Authoritative(dialog).A(null, 10, "192.0.2.7").Set(0, id ^ 1), from, MulticastPort);
        dialog.AnswersFrom(DnsAction.Wait, DnsReplyBuilder.To(id, "b.local", 1, 0x8400).A(null, 10, "192.0.2.7"), from, MulticastPort);
        dialog.AnswersFrom(DnsAction.Done, Authoritative(dialog).A(null, 10, "192.0.2.7"), from, MulticastPort);
    }

    [TestMethod]
    public void The_cache_flush_bit_of_the_class_is_masked()
    {
        DnsDialog dialog = Started();

        DnsReplyBuilder reply = Authoritative(dialog).Record(DnsReplyBuilder.Answer, null, DnsMessage.TypeA, CacheFlush | 1, 120);
        dialog.AnswersFrom(DnsAction.Done, reply.Number(0xc000).Number(0x0207).End(), IPAddress.Parse("192.0.2.7"), MulticastPort);

        DnsExpect.Addresses("192.0.2.7", dialog.Lookup.Addresses);
    }

    [TestMethod]
    public void From_a_name_server_that_bit_is_another_class()
    {
        DnsDialog dialog = new DnsDialog("a.example.com", Group);
        dialog.Starts();

        DnsReplyBuilder reply = Authoritative(dialog).Record(DnsReplyBuilder.Answer, null, DnsMessage.TypeA, CacheFlush | 1, 120);
        dialog.Answers(DnsAction.Failed, reply.Bytes(new byte[4]).End());

        DnsExpect.Is(DnsError.NoAddress, dialog.Lookup.Error);
    }

    [TestMethod]
    public void Whoever_does_not_have_the_answer_does_not_end_the_look_up()
    {
        DnsDialog dialog = Started();
        IPAddress from = IPAddress.Parse("192.0.2.8");

        dialog.AnswersFrom(DnsAction.Wait, Authoritative(dialog), from, MulticastPort);
        dialog.AnswersFrom(DnsAction.Wait, dialog.Reply(DnsReplyBuilder.NoSuchName), from, MulticastPort);
        dialog.AnswersFrom(DnsAction.Wait, dialog.Reply(DnsReplyBuilder.Refused), from, MulticastPort);
        dialog.AnswersFrom(DnsAction.Wait, dialog.Reply(DnsReplyBuilder.Truncated), from, MulticastPort);
        dialog.AnswersFrom(DnsAction.Done, Authoritative(dialog).A(null, 10, "192.0.2.7"), from, MulticastPort);
    }

    [TestMethod]
    public void Silence_takes_four_seconds_by_default()
    {
        DnsDialog dialog = new DnsDialog("a.local", Group)
        {
            IsMulticast = true,
            Port = MulticastPort,
            Attempts = DnsOptions.DefaultMulticastAttempts,
        };

        Assert.AreEqual("1000 1000 2000", dialog.WaitsUntil(DnsError.TimedOut));
    }

    private static DnsReplyBuilder Authoritative(DnsDialog dialog) => dialog.Reply(0x8400);

    private static DnsDialog Started()
    {
        DnsDialog dialog = new DnsDialog("a.local", Group) { IsMulticast = true, Port = MulticastPort };
        dialog.Starts();
        return dialog;
    }
}
