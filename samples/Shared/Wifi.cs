using System;
using System.Threading;
using nanoFramework.Networking;

namespace Samples;

/// <summary>Brings a board onto a Wi-Fi network.</summary>
internal static class Wifi
{
    private const int Timeout = 60_000;
    private const int Pause = 5_000;

    /// <summary>Returns when the board has an address, however long that takes.</summary>
    internal static void Connect(string ssid, string password)
    {
        while (true)
        {
            Console.WriteLine("joining the Wi-Fi network " + ssid);

            // Without a token that ends the wait, the helper waits for an address for ever.
            using CancellationTokenSource timeout = new CancellationTokenSource(Timeout);
            if (WifiNetworkHelper.ConnectDhcp(ssid, password, token: timeout.Token))
            {
                return;
            }

            string detail = WifiNetworkHelper.HelperException == null ? "no address in time" : WifiNetworkHelper.HelperException.Message;
            Console.WriteLine("no Wi-Fi: " + detail);
            Thread.Sleep(Pause);
        }
    }
}
