using System;
using EspNet.Time.Session;
using nanoFramework.TestFramework;

namespace EspNet.Time.Tests.Service;

[TestClass]
public class TimeScheduleTests
{
    private const long Begin = 10_000;
    private const int Interval = 300_000;

    [TestMethod]
    public void The_first_request_waits_a_random_time_up_to_a_second()
    {
        long least = long.MaxValue;
        long most = 0;
        for (int i = 0; i < 100; i++)
        {
            TimeSchedule schedule = new TimeSchedule(new TimeServiceOptions(), new Random(i * 7919));
            schedule.Start(Begin);
            long delay = schedule.NextAt - Begin;
            least = delay < least ? delay : least;
            most = delay > most ? delay : most;
        }

        Assert.IsTrue(least >= 0 && least < 200, "Least: " + least);
        Assert.IsTrue(most <= 1000 && most > 800, "Most: " + most);
    }

    [TestMethod]
    public void A_server_that_answers_is_asked_again_after_the_interval()
    {
        TimeSchedule schedule = Started("a", "b");

        for (int i = 0; i < 3; i++)
        {
            Assert.AreEqual("a", schedule.Server.Name);
            Answer(schedule);
            Assert.AreEqual((long)Interval, schedule.NextAt - _now);
        }

        Assert.AreEqual(7, schedule.Server.Reachability);
    }

    [TestMethod]
    public void A_failure_gives_the_next_server_its_turn_and_the_delays_double_up_to_a_minute()
    {
        TimeSchedule schedule = Started("a", "b", "c");

        Assert.AreEqual("b1000 c2000 a4000 b8000 c16000 a32000 b60000 c60000", Fail(schedule, 8));
    }

    [TestMethod]
    public void An_answer_starts_the_delays_again_and_its_server_stays()
    {
        TimeSchedule schedule = Started("a", "b", "c");
        Fail(schedule, 4);
        Answer(schedule);

        Assert.AreEqual("b", schedule.Server.Name);
        Assert.AreEqual("c1000 a2000", Fail(schedule, 2));
    }

    [TestMethod]
    public void A_delay_is_never_longer_than_the_interval()
    {
        TimeServiceOptions options = new TimeServiceOptions { Servers = new[] { "a" }, Interval = 15_000, StartDelay = 0 };
        TimeSchedule schedule = Start(options);

        Assert.AreEqual("a1000 a2000 a4000 a8000 a15000 a15000", Fail(schedule, 6));
    }

    [TestMethod]
    public void The_last_eight_attempts_are_remembered_for_each_server()
    {
        TimeSchedule schedule = Started("a");
        for (int i = 0; i < 9; i++)
        {
            Answer(schedule);
        }

        Assert.AreEqual(0xFF, schedule.Server.Reachability);
        Fail(schedule, 2);
        Assert.AreEqual(0xFC, schedule.Server.Reachability);
        Fail(schedule, 7);
        Assert.AreEqual(0, schedule.Server.Reachability);
        Expect.Error(SntpError.TimedOut, schedule.Server.Error);
        Answer(schedule);
        Assert.AreEqual(1, schedule.Server.Reachability);
        Expect.Error(SntpError.None, schedule.Server.Error);
    }

    [TestMethod]
    public void After_a_failure_the_next_address_of_a_name_has_its_turn()
    {
        TimeSchedule schedule = Started("a");
        Fail(schedule, 1);

        Assert.AreEqual(1, schedule.Server.AddressIndex);
        Answer(schedule);
        Assert.AreEqual(1, schedule.Server.AddressIndex);
    }

    [TestMethod]
    [DataRow((int)SntpError.Denied)]
    [DataRow((int)SntpError.Restricted)]
    public void A_server_that_refuses_is_never_asked_again(int error)
    {
        TimeSchedule schedule = Started("a", "b", "c");
        Fail(schedule, 1);
        schedule.OnFailure((SntpError)error, _now); // That is b.

        Assert.AreEqual("a4000 c8000 a16000 c32000", Fail(schedule, 4));
        Assert.IsTrue(schedule.Servers[1].IsDropped);
    }

    [TestMethod]
    public void When_all_servers_have_refused_nothing_is_asked_any_more_until_a_new_start()
    {
        TimeSchedule schedule = Started("a", "b");
        schedule.OnFailure(SntpError.Denied, _now);
        schedule.OnFailure(SntpError.Restricted, _now);

        Assert.AreEqual(TimeSchedule.Never, schedule.NextAt);
        schedule.AskNow(_now);
        Assert.AreEqual(TimeSchedule.Never, schedule.NextAt);

        schedule.Start(_now);
        Assert.AreEqual(_now, schedule.NextAt);
    }

    [TestMethod]
    public void A_server_that_says_RATE_is_asked_half_as_often_from_then_on()
    {
        TimeSchedule schedule = Started("a");

        schedule.OnFailure(SntpError.RateExceeded, _now);
        Assert.AreEqual(600_000L, schedule.NextAt - _now);

        Answer(schedule);
        Assert.AreEqual(600_000L, schedule.NextAt - _now);

        schedule.OnFailure(SntpError.RateExceeded, _now);
        Assert.AreEqual(1_200_000L, schedule.NextAt - _now);
    }

    [TestMethod]
    public void Once_a_day_is_not_too_often_for_any_server()
    {
        TimeSchedule schedule = Started("a");
        for (int i = 0; i < 20; i++)
        {
            schedule.OnFailure(SntpError.RateExceeded, _now);
            _now = schedule.NextAt;
        }

        Assert.AreEqual(86_400_000, schedule.Server.Interval);
    }

    [TestMethod]
    public void While_one_server_is_left_alone_the_others_are_asked_as_usual()
    {
        TimeSchedule schedule = Started("a", "b");
        schedule.OnFailure(SntpError.RateExceeded, _now);

        Assert.AreEqual("b", schedule.Server.Name);
        Assert.AreEqual(1000L, schedule.NextAt - _now);
        Assert.AreEqual("b2000 b4000", Fail(schedule, 2));
        Answer(schedule);
        Assert.AreEqual((long)Interval, schedule.NextAt - _now);
    }

    [TestMethod]
    public void Who_wants_the_time_now_gets_it_at_once_but_not_more_than_once_a_second()
    {
        TimeSchedule schedule = Started("a");
        schedule.OnAsked(_now);
        schedule.OnAnswer(_now);

        schedule.AskNow(_now + 100);
        Assert.AreEqual(_now + 1000, schedule.NextAt);

        schedule.AskNow(_now + 2000);
        Assert.AreEqual(_now + 2000, schedule.NextAt);
    }

    [TestMethod]
    public void A_new_start_and_a_wish_for_the_time_now_start_the_delays_again()
    {
        TimeSchedule schedule = Started("a");
        Fail(schedule, 4);
        schedule.Start(_now);
        Assert.AreEqual("a1000 a2000 a4000", Fail(schedule, 3));

        schedule.AskNow(_now);
        Assert.AreEqual(_now, schedule.NextAt);
        Assert.AreEqual("a1000", Fail(schedule, 1));
    }

    [TestMethod]
    public void Who_wants_the_time_now_does_not_get_it_from_a_server_that_said_RATE()
    {
        TimeSchedule schedule = Started("a");
        schedule.OnFailure(SntpError.RateExceeded, _now);

        schedule.AskNow(_now + 2000);

        Assert.AreEqual(_now + 600_000, schedule.NextAt);
    }

    [TestMethod]
    public void The_time_becomes_stale_after_three_intervals_without_an_answer()
    {
        TimeSchedule schedule = Started("a");
        Assert.IsFalse(schedule.IsFresh(_now), "There was no answer yet.");
        Answer(schedule);
        long answered = _now;
        Fail(schedule, 3);

        Assert.IsTrue(schedule.IsFresh(answered + (3 * Interval)));
        Assert.IsFalse(schedule.IsFresh(answered + (3 * Interval) + 1));
    }

    [TestMethod]
    public void A_server_that_is_asked_less_often_keeps_the_time_fresh_for_longer()
    {
        TimeSchedule schedule = Started("a");
        schedule.OnFailure(SntpError.RateExceeded, _now);
        Answer(schedule);

        Assert.IsTrue(schedule.IsFresh(_now + (6 * Interval)));
        Assert.IsFalse(schedule.IsFresh(_now + (6 * Interval) + 1));
    }

    [TestMethod]
    public void Without_a_server_there_is_no_schedule()
    {
        Assert.ThrowsException(typeof(ArgumentException), () => Start(new TimeServiceOptions { Servers = new string[0] }));
        Assert.ThrowsException(typeof(ArgumentException), () => Start(new TimeServiceOptions { Servers = new[] { "a", null! } }));
    }

    private static long _now;

    private static TimeSchedule Started(params string[] servers) =>
        Start(new TimeServiceOptions { Servers = servers, StartDelay = 0 });

    private static TimeSchedule Start(TimeServiceOptions options)
    {
        TimeSchedule schedule = new TimeSchedule(options, new Random(4711));
        _now = Begin;
        schedule.Start(_now);
        return schedule;
    }

    private static void Answer(TimeSchedule schedule)
    {
        _now = schedule.NextAt;
        schedule.OnAnswer(_now);
    }

    /// <summary>Nobody answers, so many times.</summary>
    /// <returns>Who is asked next, and after how many milliseconds.</returns>
    private static string Fail(TimeSchedule schedule, int times)
    {
        string next = string.Empty;
        for (int i = 0; i < times; i++)
        {
            _now = schedule.NextAt;
            schedule.OnFailure(SntpError.TimedOut, _now);
            next += (next.Length > 0 ? " " : string.Empty) + schedule.Server.Name + (schedule.NextAt - _now);
        }

        return next;
    }
}
