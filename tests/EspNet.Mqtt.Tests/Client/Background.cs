using System;
using System.Threading;
using nanoFramework.TestFramework;

namespace EspNet.Mqtt.Tests.Client;

/// <summary>A call in another thread, and how it ended.</summary>
internal sealed class Background
{
    private readonly Thread _thread;
    private Exception? _caught;

    internal Background(Action action)
    {
        _thread = new Thread(() =>
        {
            try
            {
                action();
            }
            catch (Exception e)
            {
                _caught = e;
            }
        });
        _thread.Start();
    }

    internal bool HasReturned => _thread.Join(0);

    internal void Returns()
    {
        Assert.IsTrue(_thread.Join(ScriptedBroker.Patience), "The call never returned.");
        Assert.IsNull(_caught, _caught == null ? string.Empty : _caught.ToString());
    }

    internal MqttException Fails(MqttError expected)
    {
        Assert.IsTrue(_thread.Join(ScriptedBroker.Patience), "The call never returned.");
        MqttException? failure = _caught as MqttException;
        Assert.IsNotNull(failure, _caught == null ? "Nothing was thrown." : _caught.ToString());
        Assert.AreEqual((int)expected, (int)failure!.Error, failure.Message);
        return failure;
    }
}
