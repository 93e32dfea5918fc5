using System;
using System.IO;

namespace EspNet.ZoneTable;

internal static class Program
{
    private const string Usage = """
        usage: EspNet.ZoneTable [zoneinfo folder] [output file]
               default: /usr/share/zoneinfo src/EspNet.Time.Zones/ZoneTable.g.cs
        """;

    private static int Main(string[] args)
    {
        if (args.Length > 2 || (args.Length > 0 && args[0].StartsWith('-')))
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        try
        {
            string folder = args.Length > 0 ? args[0] : ZoneDatabase.DefaultFolder;
            string output = args.Length > 1 ? args[1] : Path.Combine("src", "EspNet.Time.Zones", "ZoneTable.g.cs");
            ZoneDatabase database = ZoneDatabase.Read(folder);
            File.WriteAllText(output, TableSource.Write(database));
            Console.WriteLine($"{output}: {database.Strings.Count} names, tz database {database.Version}");
            return 0;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"EspNet.ZoneTable : error: {e.Message}");
            return 2;
        }
    }
}
