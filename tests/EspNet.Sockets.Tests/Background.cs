using System;
using System.Threading;
using nanoFramework.TestFramework;

namespace EspNet.Sockets.Tests;

/// <summary>A call in another thread, and how it ended.</summary>
internal sealed class Background
{
    /// <summary>Longer than anything here takes; only a hang reaches it.</summary>
    internal const int Patience = 10_000;

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

    /// <summary>Gives the call time to start waiting. Should it be late, the test only tests the easier case.</summary>
    internal Background LetItWait()
    {
        Assert.IsFalse(_thread.Join(20), "The call returned at once.");
        return this;
    }

    internal void Returns()
    {
        Assert.IsTrue(_thread.Join(Patience), "The call never returned.");
        Assert.IsNull(_caught, _caught is null ? "" : _caught.ToString());
    }

    internal void Fails(TransportError expected)
    {
        Assert.IsTrue(_thread.Join(Patience), "The call never returned.");
        Expect.Error(expected, _caught);
    }
}
