using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using EspNet.Tests;
using EspNet.Time;
using EspNet.Time.Zones;
using EspNet.ZoneTable;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace EspNet.Interop.Tests.Time;

/// <summary>
/// Every zone of the machine's tz database against what its C library makes of it. Not against .NET's TimeZoneInfo, which
/// puts changes at 24:00, as in Africa/Cairo, a day too early in the years that only the rule is for.
/// </summary>
[TestClass]
public sealed class ZoneDatabaseTests
{
    private const int RandomInstants = 10_000;
    private const int HoursAround = 48;
    private const int Hour = 3600;

    /// <summary>A rule that is announced or interrupted for years is a rarity.</summary>
    private const int MostExceptions = 40;
    private const int LeastZones = 400;

    private static readonly long Begin = ToSeconds(2024);
    private static readonly long EndOfChanges = ToSeconds(2038);
    private static readonly long End = ToSeconds(2100);

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public void Every_zone_agrees_with_the_C_library()
    {
        ZoneDatabase database = ReadDatabase();
        using CompiledZones compiled = new(Path.Combine(ZoneDatabase.DefaultFolder, "tzdata.zi"));
        List<string> exceptions = [];
        long compared = 0;
        long changes = 0;
        foreach ((string name, string text) in database.Strings)
        {
            long begin = compiled.GetBeginOfString(name);
            if (begin > Begin)
            {
                exceptions.Add($"{name} from {DateTimeOffset.FromUnixTimeSeconds(begin):yyyy-MM-dd}");
            }

            begin = Math.Max(begin, Begin);
            long[] listed = [.. compiled.GetChanges(name).Where(change => change >= begin && change < EndOfChanges)];
            long[] instants = [.. listed.SelectMany(Around).Where(instant => instant >= begin), .. Random(name, begin)];
            Compare(name, PosixTimeZone.Parse(text), instants);
            changes += listed.Length;
            compared += instants.Length;
        }

        TestContext.WriteLine($"tz database {database.Version}: {database.Strings.Count} names, {changes} changes, {compared} instants");
        TestContext.WriteLine("compared only after 2024: " + string.Join(", ", exceptions));
        Assert.IsGreaterThan(LeastZones, database.Strings.Count);
        Assert.IsGreaterThanOrEqualTo((long)database.Strings.Count * RandomInstants, compared);
        Assert.IsGreaterThan(2_000, changes);
        Assert.IsLessThan(MostExceptions, exceptions.Count, string.Join(", ", exceptions));
    }

    [TestMethod]
    public void The_table_has_what_the_database_of_its_version_has()
    {
        ZoneDatabase database = ReadDatabase();
        if (database.Version != TimeZones.DatabaseVersion)
        {
            Assert.Inconclusive($"The table is of version {TimeZones.DatabaseVersion}, and this machine has {database.Version}.");
        }

        foreach ((string name, string text) in database.Strings)
        {
            Assert.AreEqual(text, TimeZones.GetPosixString(name), name);
        }
    }

    private static ZoneDatabase ReadDatabase()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(Path.Combine(ZoneDatabase.DefaultFolder, "tzdata.zi")))
        {
            RealServers.Lack("this machine has no tz database with tzdata.zi (Debian: apt-get install tzdata)");
        }

        return ZoneDatabase.Read(ZoneDatabase.DefaultFolder);
    }

    private static void Compare(string name, PosixTimeZone zone, long[] instants)
    {
        using LibcTimeZone libc = new(Path.Combine(ZoneDatabase.DefaultFolder, name));
        foreach (long instant in instants)
        {
            DateTime utc = DateTime.UnixEpoch.AddSeconds(instant);
            LocalTimeType type = zone.GetLocalTimeType(utc);
            (int Offset, string Abbreviation, bool IsDaylight) expected = libc.At(instant);
            bool agrees = type.UtcOffset.Ticks == expected.Offset * TimeSpan.TicksPerSecond
                && type.Abbreviation == expected.Abbreviation
                && type.IsDaylight == expected.IsDaylight;
            if (!agrees)
            {
                Assert.Fail($"{name} {zone} at {utc:u}: {type.UtcOffset} {type.Abbreviation} {type.IsDaylight}, the C library {expected}");
            }
        }
    }

    private static IEnumerable<long> Around(long change)
    {
        yield return change - 1;
        for (int i = -HoursAround; i <= HoursAround; i++)
        {
            yield return change + (i * Hour);
        }
    }

    private static long[] Random(string name, long begin)
    {
        // The same for each run, and other ones for each zone.
        var random = new Random(name.Sum(c => c) * 31);
        return [.. Enumerable.Range(0, RandomInstants).Select(_ => random.NextInt64(begin, End))];
    }

    private static long ToSeconds(int year) => new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
}
