using System;
using System.IO;
using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace EspNet.Tests;

/// <summary>
/// What a test with a real server needs of the machine. Where it is missing the test is inconclusive, or fails where
/// ESPNET_REAL_SERVERS=required says that this machine has it. Shared by the test projects that run on the PC only.
/// </summary>
internal static class RealServers
{
    /// <summary>Where a program is.</summary>
    /// <param name="program">Its name without an extension.</param>
    /// <param name="packages">The Debian packages that have it.</param>
    internal static string Find(string program, string packages)
    {
        string name = OperatingSystem.IsWindows() ? program + ".exe" : program;

        // Debian keeps servers where only root's path leads.
        string? path = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append("/usr/sbin")
            .Select(directory => Path.Combine(directory, name))
            .FirstOrDefault(File.Exists);
        if (path == null)
        {
            Lack($"{program} is not installed (Debian: apt-get install {packages})");
        }

        return path!;
    }

    /// <summary>Ends the test, because this machine does not have what it needs.</summary>
    /// <param name="what">A clause that says what is missing, without a full stop.</param>
    internal static void Lack(string what)
    {
        if (Environment.GetEnvironmentVariable("ESPNET_REAL_SERVERS") == "required")
        {
            Assert.Fail(what + ", and ESPNET_REAL_SERVERS demands it.");
        }

        Assert.Inconclusive(what + ".");
    }
}
