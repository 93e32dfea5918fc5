using System;

namespace EspNet.Time.Tests;

/// <summary>Dates and times as text: <c>2026-03-29 01:00:00</c>.</summary>
internal static class Moment
{
    internal static DateTime Parse(string text) => new DateTime(
        Number(text, 0, 4), Number(text, 5, 2), Number(text, 8, 2), Number(text, 11, 2), Number(text, 14, 2), Number(text, 17, 2));

    internal static string Format(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss");

    private static int Number(string text, int start, int length) => int.Parse(text.Substring(start, length));
}
