using System.Collections.Generic;
using System.IO;

namespace EspNet.DeviceBuild;

/// <summary>What is written to a board: the application's PE files one after another, each padded to four bytes.</summary>
public static class DeployableImage
{
    private const int Alignment = 4;

    public static void Write(string path, IEnumerable<string> peFiles)
    {
        using FileStream image = File.Create(path);
        foreach (string pe in peFiles)
        {
            byte[] content = File.ReadAllBytes(pe);
            image.Write(content);
            image.Write(new byte[(Alignment - (content.Length % Alignment)) % Alignment]);
        }
    }
}
