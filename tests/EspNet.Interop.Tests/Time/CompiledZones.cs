using System;
using System.IO;
using System.Linq;
using EspNet.Interop.Tests.Support;
using EspNet.ZoneTable;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace EspNet.Interop.Tests.Time;

/// <summary>
/// The machine's tz database, compiled anew in both ways that the compiler knows: with each change until 2037 listed, and with
/// only those that the POSIX string does not say. So it is known from when the string holds.
/// </summary>
internal sealed class CompiledZones : IDisposable
{
    /// <summary>Up to here, and an entry for the last second of 32 bits, every zone's changes are listed: 1 February 2038.</summary>
    private const long EndOfLists = 2_148_595_200;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("espnet-zones-");

    internal CompiledZones(string source)
    {
        Compile(source, "fat");
        Compile(source, "slim");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>The changes of a zone, in seconds since 1970.</summary>
    internal long[] GetChanges(string name) => Read("fat", name).Transitions;

    /// <summary>From when on its POSIX string holds, in seconds since 1970.</summary>
    internal long GetBeginOfString(string name)
    {
        long listed = GetChanges(name).LastOrDefault(long.MinValue);
        return listed > EndOfLists ? listed : Read("slim", name).Transitions.LastOrDefault(long.MinValue);
    }

    private TzifFile Read(string kind, string name) => TzifFile.Read(Path.Combine(_folder.FullName, kind, name));

    private void Compile(string source, string kind)
    {
        Tool done = Tool.Run("zic", "libc-bin", ["-b", kind, "-d", Path.Combine(_folder.FullName, kind), source]);
        Assert.AreEqual(0, done.ExitCode, done.Output);
    }
}
