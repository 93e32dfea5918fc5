using System;
using System.Diagnostics;
using System.IO;
using System.Text;

namespace Telemetry;

/// <summary>Puts the seconds since the start before each line on the console.</summary>
internal sealed class TimedOutput(TextWriter inner) : TextWriter
{
    private readonly long _start = Stopwatch.GetTimestamp();

    public override Encoding Encoding => inner.Encoding;

    public static void Install() => Console.SetOut(new TimedOutput(Console.Out));

    public override void Write(char value) => inner.Write(value);

    public override void WriteLine(string? value) => inner.WriteLine($"{Stopwatch.GetElapsedTime(_start).TotalSeconds,6:F2}  {value}");
}
