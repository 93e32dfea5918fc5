using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Threading;
using EspNet.Mqtt;

namespace Telemetry;

/// <summary>The second client: sees everything the device publishes, counts readings by their sequence number, sends commands.</summary>
internal sealed class Observer : IDisposable
{
    private readonly object _gate = new object();
    private readonly HashSet<int> _sequences = new HashSet<int>();
    private readonly MqttClient _client;

    public Observer(string brokerUri)
    {
        MqttClientOptions options = new MqttClientOptions(brokerUri);
        options.Credentials.ClientId = "observer";
        _client = new MqttClient(options);
        _client.Connect();
        _client.Subscribe("#", MqttQos.AtLeastOnce, OnMessage);
    }

    /// <summary>Different readings seen.</summary>
    public int Readings { get; private set; }

    /// <summary>Readings seen again. QoS 1 allows it.</summary>
    public int Repeated { get; private set; }

    /// <summary>Messages "online" or "offline" seen.</summary>
    public int StatusMessages { get; private set; }

    public string LastStatus { get; private set; } = string.Empty;

    public string LastReply { get; private set; } = string.Empty;

    public void Send(string topic, string command) => _client.Publish(topic, command, MqttQos.AtLeastOnce);

    /// <summary>Waits until something has been seen; asked again after each message.</summary>
    /// <returns>False when the time is over first.</returns>
    public bool WaitFor(Func<Observer, bool> condition, TimeSpan timeout)
    {
        long end = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        lock (_gate)
        {
            while (!condition(this))
            {
                long left = end - Environment.TickCount64;
                if (left <= 0)
                {
                    return false;
                }

                Monitor.Wait(_gate, (int)left);
            }

            return true;
        }
    }

    public void Dispose()
    {
        _client.Disconnect();
        _client.Dispose();
    }

    private void OnMessage(MqttClient client, MqttMessage message)
    {
        lock (_gate)
        {
            string text = message.Text;
            string kind = message.Topic[(message.Topic.LastIndexOf('/') + 1)..];
            switch (kind)
            {
                case "telemetry":
                    Count(JsonDocument.Parse(text).RootElement.GetProperty("sequence").GetInt32());
                    break;

                case "status":
                    StatusMessages++;
                    LastStatus = text;
                    Console.WriteLine($"    observer: the status is {text}");
                    break;

                case "reply":
                    LastReply = text;
                    Console.WriteLine($"    observer: the reply is \"{text}\"");
                    break;
            }

            Monitor.PulseAll(_gate);
        }
    }

    private void Count(int sequence)
    {
        if (_sequences.Add(sequence))
        {
            Readings++;
        }
        else
        {
            Repeated++;
        }
    }
}
