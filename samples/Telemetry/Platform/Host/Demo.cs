using System;
using System.Collections.Generic;
using System.Threading;
using EspNet.Bench.Mqtt;
using EspNet.Mqtt;
using EspNet.Sockets;

namespace Telemetry;

/// <summary>
/// The device's day in short: it meets a broker that breaks its connection, loses its acknowledgements and refuses it,
/// while a second client counts what arrives.
/// </summary>
internal sealed class Demo : IDisposable
{
    private const int Period = 250;
    private const byte ServerUnavailable = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly BenchBroker _broker = new BenchBroker();
    private readonly Observer _observer;
    private readonly TelemetryDevice _device;
    private readonly Thread _deviceThread;
    private readonly List<string> _problems = new List<string>();
    private readonly string _commandTopic;
    private int _connections;
    private int _acknowledged;

    private Demo()
    {
        _broker.Start();
        string uri = $"mqtt://127.0.0.1:{_broker.Port}";
        _observer = new Observer(uri);
        _device = new TelemetryDevice(MakeOptions(uri), new SimulatedSensor(), Period);
        _device.Client.Connected += (_, _) => _connections++;
        _device.Client.Published += (_, _) => _acknowledged++;
        _commandTopic = $"devices/{_device.Client.ClientId}/command";
        _deviceThread = new Thread(_device.Run) { Name = "Device" };
    }

    /// <returns>The exit code: 0 when nothing was lost.</returns>
    public static int Run()
    {
        using Demo demo = new Demo();
        try
        {
            demo.Play();
        }
        catch (Exception e) when (e is TimeoutException or MqttException)
        {
            demo._problems.Add(e.Message);
        }

        demo.StopDevice();
        return demo.Summarize();
    }

    public void Dispose()
    {
        _device.Dispose();
        _observer.Dispose();
        _broker.Dispose();
    }

    private static MqttClientOptions MakeOptions(string uri)
    {
        // Short times, so that a dead link is found within seconds. A board is better off with the defaults.
        MqttClientOptions options = new MqttClientOptions(uri);
        options.Credentials.ClientId = "demo";
        options.Session.KeepAlive = 2;
        options.Network.PingTimeout = 1000;
        options.Network.Backoff = new BackoffOptions { FirstDelay = 500, LongestDelay = 2000 };
        return options;
    }

    private void Play()
    {
        Say($"a broker on port {_broker.Port}, the device, and an observer that receives all it publishes");
        Say($"for this demo keep-alive is 2 s (default {MqttDefaults.KeepAliveSeconds}), a ping is awaited 1 s (default {MqttDefaults.PingTimeout / 1000}), retries start within 0.5 s (default 1)");
        _deviceThread.Start();

        AwaitReading(8);
        Say("the observer sends a command");
        _observer.Send(_commandTopic, "interval 200");
        Await(o => o.LastReply == "interval is 200 ms", "the device did not confirm its new interval");

        AwaitReading(18);
        Say("the connection is reset in the middle of a packet");
        _broker.Faults.CutAfterReceived(100);
        Await(o => IsBackAfter(o, 1), "the device did not come back after the reset");

        AwaitReading(32);
        Say("the link goes half dead: what the device sends arrives, no answer comes back");
        _device.Client.Disconnected += RefuseOnce;
        _broker.Faults.Drop(BenchPacketType.Puback, int.MaxValue);
        _broker.Faults.SwallowPingResponses();
        Await(o => IsBackAfter(o, 2), "the device did not come back after the half-dead link");

        AwaitReading(60);
        Say("the observer tells the device to stop");
        _observer.Send(_commandTopic, "stop");
        if (!_deviceThread.Join(Patience))
        {
            throw new TimeoutException("the device did not stop on command");
        }

        // The broker has acknowledged everything by now; the observer is only a moment behind. The summary tells if not.
        _observer.WaitFor(o => o.Readings == _device.Readings && o.LastStatus == "offline", TimeSpan.FromSeconds(5));
    }

    /// <summary>Runs on the device's client thread, so before its next attempt: the link is well again, but the broker is not ready.</summary>
    private void RefuseOnce(MqttClient client, MqttDisconnectedEventArgs e)
    {
        client.Disconnected -= RefuseOnce;
        Say("the link is well again; the broker refuses the next connection");
        _broker.Faults.Clear();
        _broker.Faults.RefuseConnects(ServerUnavailable);
    }

    /// <summary>Each time the connection breaks the broker publishes the will, and after it the device says that it is online again.</summary>
    private static bool IsBackAfter(Observer observer, int breaks) => observer.StatusMessages >= 1 + (2 * breaks) && observer.LastStatus == "online";

    private void AwaitReading(int count) => Await(o => o.Readings >= count, $"reading {count} did not arrive");

    private void Await(Func<Observer, bool> condition, string otherwise)
    {
        if (!_observer.WaitFor(condition, Patience))
        {
            throw new TimeoutException($"{otherwise} within {Patience.TotalSeconds} s");
        }
    }

    private void StopDevice()
    {
        _device.Stop();
        if (_deviceThread.IsAlive && !_deviceThread.Join(Patience))
        {
            _problems.Add("the device does not stop");
        }
    }

    private int Summarize()
    {
        Check(_acknowledged == _device.Sent, $"{_device.Sent - _acknowledged} messages were not acknowledged");
        Check(_device.Lost == 0, $"the device had no room for {_device.Lost} messages");
        Check(_observer.Readings == _device.Readings, $"{_device.Readings - _observer.Readings} of {_device.Readings} readings did not reach the observer");
        Check(_observer.LastStatus == "offline", $"the last status is \"{_observer.LastStatus}\", not \"offline\"");
        Check(_connections > 2, $"the device connected {_connections} times, not 3");
        Check(_broker.Refused == 1, $"the broker refused {_broker.Refused} connections, not 1");
        foreach (BenchViolation violation in _broker.Violations)
        {
            _problems.Add($"violation of the standard: {violation}");
        }

        Say("summary");
        Console.WriteLine($"readings taken              {_device.Readings}");
        Console.WriteLine($"messages sent               {_device.Sent} (readings, replies, statuses)");
        Console.WriteLine($"acknowledged                {_acknowledged}");
        Console.WriteLine($"readings received           {_observer.Readings} by the second client, and {_observer.Repeated} of them again, as QoS 1 may");
        Console.WriteLine($"reconnects                  {_connections - 1}, and {_broker.Refused} refused");
        Console.WriteLine($"violations                  {_broker.Violations.Count}");
        foreach (string problem in _problems)
        {
            Console.WriteLine($"FAILED: {problem}");
        }

        Console.WriteLine(_problems.Count == 0 ? "passed: no reading was lost" : $"not passed, problems: {_problems.Count}");
        return _problems.Count == 0 ? 0 : 1;
    }

    private void Check(bool isRight, string otherwise)
    {
        if (!isRight)
        {
            _problems.Add(otherwise);
        }
    }

    private static void Say(string line) => Console.WriteLine("--- " + line);
}
