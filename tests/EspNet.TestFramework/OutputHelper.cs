using System;

namespace nanoFramework.TestFramework;

/// <summary>Output of a test.</summary>
public static class OutputHelper
{
    /// <summary>Writes <paramref name="message"/>.</summary>
    public static void Write(string message) => Console.Write(message);

    /// <summary>Writes <paramref name="message"/> and ends the line.</summary>
    public static void WriteLine(string message) => Console.WriteLine(message);
}
