using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace EspNet.ZoneTable;

/// <summary>
/// A machine's tz database: tzdata.zi, which has the version and all names, and the TZif file of each zone. Files under
/// posix/ and right/, posixrules and localtime are not in tzdata.zi, so they are not here either.
/// </summary>
internal sealed class ZoneDatabase
{
    /// <summary>Where Linux has it.</summary>
    internal const string DefaultFolder = "/usr/share/zoneinfo";

    private const string NamesFile = "tzdata.zi";
    private const string VersionMark = "# version ";

    /// <summary>The database's placeholder for a clock that nobody has set.</summary>
    private const string NoZone = "Factory";

    private ZoneDatabase(string version, SortedDictionary<string, string> strings)
    {
        Version = version;
        Strings = strings;
    }

    /// <summary>As "2026f".</summary>
    internal string Version { get; }

    /// <summary>The POSIX string of each name, links included, in the order of the names' characters.</summary>
    internal SortedDictionary<string, string> Strings { get; }

    /// <exception cref="InvalidDataException">The folder is no tz database; the message says what it lacks.</exception>
    internal static ZoneDatabase Read(string folder)
    {
        string names = Path.Combine(folder, NamesFile);
        if (!File.Exists(names))
        {
            throw new InvalidDataException(
                $"{folder} is not a tz database: it has no {NamesFile}. Name a folder that has one, on Debian that of the package tzdata.");
        }

        string[] lines = File.ReadAllLines(names);
        if (lines.Length == 0 || !lines[0].StartsWith(VersionMark, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{names} does not begin with '{VersionMark}'.");
        }

        SortedDictionary<string, string> strings = new(StringComparer.Ordinal);
        foreach ((string name, string zone) in ReadNames(lines))
        {
            strings[name] = ReadString(folder, zone);
        }

        return new ZoneDatabase(lines[0][VersionMark.Length..].Trim(), strings);
    }

    /// <summary>Each name and the zone whose file has its data: "Z name …" is a zone, "L target name" a link.</summary>
    private static Dictionary<string, string> ReadNames(string[] lines)
    {
        Dictionary<string, string> targets = [];
        foreach (string[] words in lines.Select(line => line.Split(' ')))
        {
            if (words[0] == "Z" && words[1] != NoZone)
            {
                targets[words[1]] = words[1];
            }
            else if (words[0] == "L")
            {
                targets[words[2]] = words[1];
            }
        }

        // A link may lead to another one. Not all machines have the files of old links, but all those of the zones.
        foreach (string name in targets.Keys)
        {
            while (targets[targets[name]] != targets[name])
            {
                targets[name] = targets[targets[name]];
            }
        }

        return targets;
    }

    private static string ReadString(string folder, string zone)
    {
        string text = TzifFile.Read(Path.Combine(folder, zone)).Footer;
        if (text.Length == 0 || text.AsSpan().IndexOfAny(TableSource.Separators) >= 0 || !text.All(c => c > ' ' && c <= '~'))
        {
            throw new InvalidDataException($"{zone}: the table cannot have the string '{text}'.");
        }

        return text;
    }
}
