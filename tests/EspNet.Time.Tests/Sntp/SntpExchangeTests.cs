using System;
using EspNet.Time.Protocol;
using nanoFramework.TestFramework;

namespace EspNet.Time.Tests.Sntp;

[TestClass]
public class SntpExchangeTests
{
    private const long Millisecond = TimeSpan.TicksPerMillisecond;
    private const long Second = TimeSpan.TicksPerSecond;
    private const long Sent = 77 * Second;

    /// <summary>The server's time when the request arrives: 1 June 2026, 12:00.</summary>
    private const long Noon = 639_159_120_000_000_000;

    [TestMethod]
    public void A_request_is_48_bytes_of_which_only_version_mode_and_a_random_number_are_set()
    {
        SntpExchange exchange = Begun();

        Assert.AreEqual(48, exchange.Request.Length);
        Assert.AreEqual(0x23, (int)exchange.Request[0]);
        for (int i = 1; i < NtpPacket.Transmit; i++)
        {
            Assert.AreEqual(0, (int)exchange.Request[i], "Byte " + i);
        }

        Assert.AreNotEqual(0L, NtpTimestamp.ReadNumber(exchange.Request, 40));
        Assert.AreNotEqual(0L, NtpTimestamp.ReadNumber(exchange.Request, 44));
    }

    [TestMethod]
    public void Each_request_has_another_random_number()
    {
        SntpExchange exchange = Begun();
        long first = NtpTimestamp.ReadNumber(exchange.Request, 44);

        exchange.Begin(Sent);

        Assert.AreNotEqual(first, NtpTimestamp.ReadNumber(exchange.Request, 44));
    }

    [TestMethod]
    public void The_random_number_is_never_zero_which_would_mean_that_there_is_none()
    {
        SntpExchange exchange = new SntpExchange(new NoRandom(), 1000 * Millisecond);

        exchange.Begin(Sent);

        Assert.AreNotEqual(0L, NtpTimestamp.ReadNumber(exchange.Request, 40));
    }

    [TestMethod]
    public void Time_and_delay_come_out_of_the_four_timestamps()
    {
        // 30 ms there, 50 ms in the server, 10 ms back: of 40 ms on the way half are taken for the way back.
        SntpExchange exchange = Taken(SntpError.None, e => Right(e).Times(Noon, Noon + (50 * Millisecond)), 90);

        Assert.AreEqual(40 * Millisecond, exchange.Delay);
        Assert.AreEqual(Noon + (70 * Millisecond), exchange.Utc);
    }

    [TestMethod]
    public void The_quality_is_told()
    {
        SntpExchange exchange = Taken(
            SntpError.None,
            e => Right(e).Set(0, 0x64).Set(1, 15).Number(NtpPacket.RootDelay, 0x1000).Number(NtpPacket.RootDispersion, 0x2000),
            100);

        Assert.AreEqual(15, exchange.Stratum);
        Assert.AreEqual(1, exchange.Leap);

        // A half of 62.5 ms above and of 100 ms to the server, and 125 ms.
        Assert.AreEqual((31_250 + 50_000 + 125_000) * 10L, exchange.RootDistance);
    }

    [TestMethod]
    public void A_delay_below_zero_within_the_clocks_resolution_is_none()
    {
        SntpExchange exchange = Taken(SntpError.None, e => Right(e).Times(Noon, Noon + (20 * Millisecond)), 0);

        Assert.AreEqual(0L, exchange.Delay);
        Assert.AreEqual(Noon + (20 * Millisecond), exchange.Utc);
    }

    [TestMethod]
    public void A_server_that_took_longer_than_the_whole_exchange_lies() =>
        Taken(SntpError.Malformed, e => Right(e).Times(Noon, Noon + (122 * Millisecond)), 100);

    [TestMethod]
    public void A_server_that_answered_before_it_was_asked_lies() =>
        Taken(SntpError.Malformed, e => Right(e).Times(Noon, Noon - Millisecond), 100);

    [TestMethod]
    public void An_answer_that_does_not_repeat_the_random_number_is_ignored()
    {
        SntpExchange exchange = Begun();
        for (int i = 0; i < 8; i++)
        {
            NtpReply forged = Right(exchange);
            forged.Data[NtpPacket.Origin + i] ^= 1;
            Assert.IsFalse(exchange.TryTake(forged.Data, forged.Count, Sent + Millisecond), "Byte " + i);
        }

        Assert.IsTrue(exchange.TryTake(Right(exchange).Data, 48, Sent + Millisecond), "The right one is still awaited.");
        Expect.Error(SntpError.None, exchange.Error);
    }

    [TestMethod]
    public void A_forged_refusal_is_ignored_as_well()
    {
        SntpExchange exchange = Begun();
        NtpReply forged = Right(exchange).Kiss("DENY").Set(NtpPacket.Origin, 0x55);
        forged.Data[NtpPacket.Origin + 1] ^= 1;

        Assert.IsFalse(exchange.TryTake(forged.Data, forged.Count, Sent + Millisecond));
    }

    [TestMethod]
    public void An_answer_is_taken_once()
    {
        SntpExchange exchange = Begun();
        NtpReply reply = Right(exchange);
        Assert.IsTrue(exchange.TryTake(reply.Data, reply.Count, Sent + Millisecond));

        Assert.IsFalse(exchange.TryTake(reply.Data, reply.Count, Sent + Millisecond));
    }

    [TestMethod]
    public void The_answer_to_an_earlier_request_is_ignored()
    {
        SntpExchange exchange = Begun();
        NtpReply late = Right(exchange);
        exchange.Begin(Sent + Second);

        Assert.IsFalse(exchange.TryTake(late.Data, late.Count, Sent + Second + Millisecond));
    }

    [TestMethod]
    public void What_is_shorter_than_an_answer_is_ignored_and_what_is_longer_is_taken()
    {
        SntpExchange exchange = Begun();

        Assert.IsFalse(exchange.TryTake(Right(exchange).Data, 47, Sent + Millisecond));
        Assert.IsTrue(exchange.TryTake(Right(exchange).Data, 60, Sent + Millisecond));
        Expect.Error(SntpError.None, exchange.Error);
    }

    [TestMethod]
    [DataRow(0x1C, 0)] // Version 3.
    [DataRow(0x24, 0)]
    [DataRow(0x14, 10)] // Version 2.
    [DataRow(0x2C, 10)] // Version 5.
    [DataRow(0x04, 10)]
    [DataRow(0x23, 10)] // A client.
    [DataRow(0x25, 10)] // A broadcast.
    [DataRow(0x22, 10)]
    [DataRow(0x20, 10)]
    public void Only_a_servers_answer_of_version_3_or_4_is_used(int firstByte, int error) =>
        Taken(error == 0 ? SntpError.None : SntpError.Malformed, e => Right(e).Set(0, firstByte), 10);

    [TestMethod]
    [DataRow("DENY", (int)SntpError.Denied)]
    [DataRow("RSTR", (int)SntpError.Restricted)]
    [DataRow("RATE", (int)SntpError.RateExceeded)]
    [DataRow("NKEY", (int)SntpError.KissOfDeath)]
    public void A_kiss_of_death_says_why(string code, int error)
    {
        Taken((SntpError)error, e => Right(e).Kiss(code), 10);
        if (error != (int)SntpError.KissOfDeath)
        {
            Taken((SntpError)error, e => Right(e).Kiss(code).Set(0, 0xE4), 10);
        }
    }

    [TestMethod]
    public void An_unknown_kiss_code_stands_in_the_message_and_nothing_that_cannot_be_printed()
    {
        SntpExchange exchange = Taken(SntpError.KissOfDeath, e => Right(e).Kiss("X\u0001 Y"), 10);

        SntpException failure = SntpFailure.CreateKiss("host", exchange.KissCode);

        Assert.Contains("'X??Y'", failure.Message);
        Assert.Contains("host", failure.Message);
    }

    [TestMethod]
    [DataRow(0xE4, 2)]
    [DataRow(0xE4, 0)]
    [DataRow(0x24, 16)]
    [DataRow(0x24, 255)]
    public void A_server_without_the_time_is_not_believed(int firstByte, int stratum) =>
        Taken(SntpError.Unsynchronised, e => Right(e).Set(0, firstByte).Set(1, stratum), 10);

    [TestMethod]
    [DataRow(NtpPacket.Receive)]
    [DataRow(NtpPacket.Transmit)]
    public void A_missing_time_is_malformed(int offset) =>
        Taken(SntpError.Malformed, e => Right(e).Number(offset, 0).Number(offset + 4, 0), 10);

    [TestMethod]
    public void An_answer_without_any_time_is_malformed() => Taken(
        SntpError.Malformed,
        e => Right(e).Number(NtpPacket.Receive, 0).Number(NtpPacket.Receive + 4, 0).Number(NtpPacket.Transmit, 0).Number(NtpPacket.Transmit + 4, 0),
        10);

    [TestMethod]
    public void A_time_that_may_be_too_wrong_is_not_used()
    {
        // 2 s of delay above make 1 s, which is the limit.
        Taken(SntpError.None, e => Right(e).Number(NtpPacket.RootDelay, 0x20000), 0);
        Taken(SntpError.TooUncertain, e => Right(e).Number(NtpPacket.RootDelay, 0x20000), 1);
        Taken(SntpError.TooUncertain, e => Right(e).Number(NtpPacket.RootDispersion, 0x10001), 0);
        Taken(SntpError.TooUncertain, e => Right(e), 2001);
    }

    [TestMethod]
    public void Everything_an_error_can_be_says_what_to_do()
    {
        for (int i = (int)SntpError.HostNotFound; i <= (int)SntpError.Other; i++)
        {
            SntpException failure = SntpFailure.Create((SntpError)i, "time.example", new InvalidOperationException("the cause"));

            Assert.AreEqual(i, (int)failure.Error);
            Assert.Contains("time.example", failure.Message);
            Assert.Contains("the cause", failure.Message);
            Assert.IsTrue(failure.Message.Length > 55, failure.Message);
        }
    }

    private delegate NtpReply Reply(SntpExchange exchange);

    private static SntpExchange Begun()
    {
        SntpExchange exchange = new SntpExchange(new Random(4711), 1000 * Millisecond);
        exchange.Begin(Sent);
        return exchange;
    }

    private static NtpReply Right(SntpExchange exchange) => new NtpReply(exchange.Request).Times(Noon, Noon);

    /// <summary>An answer comes so many milliseconds after the request.</summary>
    private static SntpExchange Taken(SntpError expected, Reply reply, int milliseconds)
    {
        SntpExchange exchange = Begun();
        NtpReply made = reply(exchange);
        Assert.IsTrue(exchange.TryTake(made.Data, made.Count, Sent + (milliseconds * Millisecond)), "It was ignored.");
        Expect.Error(expected, exchange.Error);
        return exchange;
    }

    private sealed class NoRandom : Random
    {
        public override void NextBytes(byte[] buffer)
        {
            for (int i = 0; i < buffer.Length; i++)
            {
                buffer[i] = 0;
            }
        }
    }
}
