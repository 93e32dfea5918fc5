using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace EspNet.Interop.Tests.Time;

/// <summary>
/// What the C library makes of a file of the tz database. It is the whole process's time zone meanwhile, as far as the
/// library is concerned; .NET does not ask it.
/// </summary>
internal sealed class LibcTimeZone : IDisposable
{
    private const string Variable = "TZ";

    private readonly Dictionary<IntPtr, string> _abbreviations = [];

    internal LibcTimeZone(string file)
    {
        _ = SetEnvironment(Variable, ":" + file, 1);
        ReadEnvironment();
    }

    /// <summary>Offset from UTC in seconds, abbreviation and daylight flag at a time in seconds since 1970.</summary>
    internal (int Offset, string Abbreviation, bool IsDaylight) At(long seconds)
    {
        LocalTime(in seconds, out Broken broken);

        // The library keeps each abbreviation at one place.
        if (!_abbreviations.TryGetValue(broken.Zone, out string? abbreviation))
        {
            abbreviation = Marshal.PtrToStringAnsi(broken.Zone)!;
            _abbreviations.Add(broken.Zone, abbreviation);
        }

        return ((int)broken.Offset, abbreviation, broken.IsDaylight > 0);
    }

    public void Dispose()
    {
        _ = UnsetEnvironment(Variable);
        ReadEnvironment();
    }

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int SetEnvironment(string name, string value, int overwrite);

    [DllImport("libc", EntryPoint = "unsetenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int UnsetEnvironment(string name);

    [DllImport("libc", EntryPoint = "tzset")]
    private static extern void ReadEnvironment();

    [DllImport("libc", EntryPoint = "localtime_r")]
    private static extern IntPtr LocalTime(in long seconds, out Broken broken);

    /// <summary>struct tm of a Linux of 64 bits.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Broken
    {
        private readonly int _second;
        private readonly int _minute;
        private readonly int _hour;
        private readonly int _day;
        private readonly int _month;
        private readonly int _year;
        private readonly int _weekday;
        private readonly int _dayOfYear;
        public int IsDaylight;
        public long Offset;
        public IntPtr Zone;
    }
}
