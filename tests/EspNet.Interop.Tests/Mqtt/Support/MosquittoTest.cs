using EspNet.Mqtt;

namespace EspNet.Interop.Tests.Mqtt.Support;

/// <summary>A test against a mosquitto of its own, which it gets at the first use.</summary>
public abstract class MosquittoTest : IDisposable
{
    private MosquittoBroker? _broker;

    internal MosquittoBroker Broker => _broker ??= MosquittoBroker.Start();

    internal TestClient Connect(string? id = null, bool clean = true) => TestClient.Connect(Broker.Port, id, clean);

    internal MqttClientOptions Options(string? id = null, bool clean = true) => TestClient.Options(Broker.Port, id, clean);

    public void Dispose()
    {
        _broker?.Dispose();
        GC.SuppressFinalize(this);
    }
}
