using System;
using EspNet.Http;
using Samples;

namespace FirmwareDownload;

/// <summary>Start on a board.</summary>
public static class Program
{
    public static void Main()
    {
        Wifi.Connect(Settings.WifiSsid, Settings.WifiPassword);
        using EspHttpClient client = new EspHttpClient();
        using FirmwareSlot slot = new FirmwareSlot();
        try
        {
            new FirmwareUpdate(client, Settings.Url).Run(slot);
        }
        catch (HttpException e)
        {
            Console.WriteLine("no update: " + e.Message);
        }
    }
}
