using System;
using System.Threading;
using EspNet.Mqtt;

namespace Telemetry;

/// <summary>
/// Publishes readings to <c>devices/ID/telemetry</c>, takes commands from <c>devices/ID/command</c>, answers on
/// <c>devices/ID/reply</c>, and keeps <c>devices/ID/status</c> at "online" or "offline".
/// </summary>
public sealed class TelemetryDevice : IDisposable
{
    private const int ShortestPeriod = 100;
    private const int LongestPeriod = 3_600_000;

    private readonly ISensor _sensor;
    private readonly MqttClient _client;
    private readonly string _telemetryTopic;
    private readonly string _replyTopic;
    private readonly string _statusTopic;
    private readonly AutoResetEvent _wake = new AutoResetEvent(false);
    private int _period;
    private bool _isStopping;
    private bool _isStatusDue;
    private int _sent;
    private int _lost;

    /// <param name="options">Broker and credentials; the will and the outbox are set here.</param>
    /// <param name="sensor">Where the readings come from.</param>
    /// <param name="period">Milliseconds from one reading to the next.</param>
    public TelemetryDevice(MqttClientOptions options, ISensor sensor, int period = 1000)
    {
        _sensor = sensor;
        _period = period;

        // About a minute of readings waits out an interruption. In a longer one the newest are worth more than the oldest.
        options.Outbox.MaximumMessages = 64;
        options.Outbox.MaximumBytes = 64 * 160;
        options.Outbox.WhenFull = MqttOutboxPolicy.DropOldest;

        // Only the last status is published with waiting. Stopping must not take long when the broker is away.
        options.Network.PublishTimeout = 5000;

        _client = new MqttClient(options);

        // Unless it is set, the client's id is made from the MAC address: every board has topics of its own.
        string prefix = "devices/" + _client.ClientId + "/";
        _telemetryTopic = prefix + "telemetry";
        _replyTopic = prefix + "reply";
        _statusTopic = prefix + "status";

        // Published by the broker when the device vanishes without a word.
        options.Will = new MqttWillOptions(_statusTopic, "offline") { Retain = true };

        _client.Connected += OnConnected;
        _client.Disconnected += OnDisconnected;
        _client.PublishFailed += (_, _, _) => CountLoss();
        _client.Warning += (_, warning) => Console.WriteLine("warning: " + warning);
        _client.CallbackFailed += (_, exception) => Console.WriteLine("error in a handler: " + exception.Message);

        // Before there is a connection this only notes it; the client subscribes on every connect.
        _client.Subscribe(prefix + "command", MqttQos.AtLeastOnce, OnCommand);
    }

    public MqttClient Client => _client;

    /// <summary>Readings taken so far.</summary>
    public int Readings { get; private set; }

    /// <summary>Messages of all kinds handed to the client so far.</summary>
    public int Sent => _sent;

    /// <summary>Messages that found no room, or were dropped to make room for newer ones.</summary>
    public int Lost => _lost;

    /// <summary>Measures and publishes until <see cref="Stop"/> or the command "stop".</summary>
    public void Run()
    {
        _client.Start();
        while (!_isStopping)
        {
            if (_isStatusDue)
            {
                // Cleared first: a new connection may set it again meanwhile.
                _isStatusDue = false;
                if (!TrySend(_statusTopic, "online", true))
                {
                    _isStatusDue = true;
                }
            }

            TakeReading();
            _wake.WaitOne(_period, false);
        }

        SayOffline();
    }

    /// <summary>Lets <see cref="Run"/> return soon.</summary>
    public void Stop()
    {
        _isStopping = true;
        _wake.Set();
    }

    public void Dispose() => _client.Dispose();

    private void TakeReading()
    {
        Reading reading = _sensor.Read();
        Readings++;
        string temperature = reading.Temperature.ToString("F1");
        string humidity = reading.Humidity.ToString("F1");
        string json = "{\"sequence\":" + Readings + ",\"temperature\":" + temperature + ",\"humidity\":" + humidity + "}";
        if (TrySend(_telemetryTopic, json, false))
        {
            Console.WriteLine($"reading {Readings}: {temperature} C, {humidity} %; {_client.PendingMessages} pending");
        }
    }

    private bool TrySend(string topic, string text, bool retain)
    {
        try
        {
            // Enqueue and not Publish: Publish waits for the broker, and while it waits nothing is measured. What is
            // enqueued during an interruption goes out after it, in order.
            _client.Enqueue(topic, text, MqttQos.AtLeastOnce, retain);
            Interlocked.Increment(ref _sent);
            return true;
        }
        catch (MqttException e) when (e.Error == MqttError.OutboxFull)
        {
            // DropOldest drops only what was never sent. What may have arrived already stays until that is known.
            CountLoss();
            return false;
        }
    }

    private void CountLoss()
    {
        int lost = Interlocked.Increment(ref _lost);
        Console.WriteLine($"no room for all messages, {lost} lost so far");
    }

    private void OnConnected(MqttClient client, bool sessionPresent)
    {
        // The loop publishes the status, because it tries again when there is no room.
        _isStatusDue = true;
        Console.WriteLine($"connected as {client.ClientId}; {client.PendingMessages} pending");
    }

    private void OnDisconnected(MqttClient client, MqttDisconnectedEventArgs e)
    {
        string what = e.WasConnected ? "disconnected" : "not connected";
        string next = e.RetryDelay < 0 ? "no further attempt" : $"next attempt in {e.RetryDelay} ms";
        Console.WriteLine($"{what}, {client.PendingMessages} pending, {next}: {e.Message}");
    }

    private void OnCommand(MqttClient client, MqttMessage message)
    {
        // A retained command is an old one, sent anew on each connect; one in fragments is too long to be any of these.
        if (message.Retain || !message.IsWhole)
        {
            return;
        }

        // QoS 1 can bring a command twice, so a command says what shall be, not how to change it.
        string command = message.Text;
        Console.WriteLine("command: " + command);
        string[] words = command.Split(' ');
        if (command == "stop")
        {
            TrySend(_replyTopic, "stopping", false);
            Stop();
        }
        else if (words.Length == 2 && words[0] == "interval" && int.TryParse(words[1], out int period) && period >= ShortestPeriod && period <= LongestPeriod)
        {
            _period = period;
            _wake.Set();
            TrySend(_replyTopic, "interval is " + period + " ms", false);
        }
        else
        {
            TrySend(_replyTopic, "not understood; there are: stop, interval " + ShortestPeriod + ".." + LongestPeriod, false);
        }
    }

    private void SayOffline()
    {
        try
        {
            // Publish waits: when it returns, the broker has this and, as QoS 1 keeps the order, everything before it.
            _client.Publish(_statusTopic, "offline", MqttQos.AtLeastOnce, true);
            Interlocked.Increment(ref _sent);
            _client.Disconnect();
        }
        catch (MqttException)
        {
            // The broker is away. It has published the will by then, or will do so, and the will says the same.
            Console.WriteLine($"stopped without saying so to the broker; {_client.PendingMessages} messages are lost");
        }
    }
}
