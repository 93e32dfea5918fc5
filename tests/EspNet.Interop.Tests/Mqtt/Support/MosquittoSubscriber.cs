using System.Diagnostics;
using System.Globalization;
using EspNet.Bench.Tests;

namespace EspNet.Interop.Tests.Mqtt.Support;

/// <summary>A message as mosquitto_sub printed it.</summary>
internal sealed record Printed(string Topic, int Qos, bool Retain, byte[] Payload)
{
    internal string Text => System.Text.Encoding.UTF8.GetString(Payload);
}

/// <summary>A mosquitto_sub whose messages are read while it runs.</summary>
internal sealed class MosquittoSubscriber : IDisposable
{
    private const string Mark = "= ";

    private readonly Collected<Printed> _messages = new("messages at mosquitto_sub");
    private readonly Process _process;

    internal MosquittoSubscriber(int port, string[] arguments)
    {
        string path = MosquittoTool.Find("mosquitto_sub");
        string[] all = ["-h", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture), "-F", Mark + "%q %r %x %t", .. arguments];
        _process = new Process { StartInfo = new ProcessStartInfo(path, all) { RedirectStandardOutput = true, StandardOutputEncoding = System.Text.Encoding.UTF8 } };
        _process.OutputDataReceived += (_, line) => Read(line.Data ?? string.Empty);
        _process.Start();
        _process.BeginOutputReadLine();
    }

    internal Printed[] All => _messages.All;

    internal Printed[] Await(int count) => _messages.Await(count);

    internal string[] AwaitText(int count) => [.. Await(count).Select(m => m.Text)];

    /// <summary>Everything up to the message with this text, which is left out.</summary>
    internal string[] AwaitTextUntil(string marker)
    {
        _messages.AwaitFirst(m => m.Text == marker);
        return [.. All.TakeWhile(m => m.Text != marker).Select(m => m.Text)];
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private void Read(string line)
    {
        if (line.StartsWith(Mark, StringComparison.Ordinal))
        {
            string[] fields = line[Mark.Length..].Split(' ', 4);
            _messages.Add(new Printed(fields[3], fields[0][0] - '0', fields[1] == "1", Convert.FromHexString(fields[2])));
        }
    }
}
