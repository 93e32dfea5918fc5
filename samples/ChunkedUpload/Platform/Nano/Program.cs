using System.Threading;
using EspNet.Http;
using Samples;

namespace ChunkedUpload;

/// <summary>Start on a board.</summary>
public static class Program
{
    private const int Lines = 100;
    private const int Pause = 60_000;

    public static void Main()
    {
        Wifi.Connect(Settings.WifiSsid, Settings.WifiPassword);
        using EspHttpClient client = new EspHttpClient();
        MeasurementUpload upload = new MeasurementUpload(client, Settings.Url);
        while (true)
        {
            try
            {
                upload.Send(Lines);
            }
            catch (HttpException e)
            {
                System.Console.WriteLine(e.Message);
            }

            Thread.Sleep(Pause);
        }
    }
}
