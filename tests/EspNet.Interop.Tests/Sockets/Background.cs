using System;
using System.Threading;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace EspNet.Interop.Tests.Sockets;

/// <summary>A call in another thread, whose exception is what the test is about.</summary>
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

    /// <summary>
    /// Gives the call time to enter the operating system. No event tells when it is there; should it be late, the test
    /// still holds, it only tests the easier case.
    /// </summary>
    internal Background LetItBlock()
    {
        Assert.IsFalse(_thread.Join(50), "The call returned at once.");
        return this;
    }

    /// <summary>Waits for the end of the call.</summary>
    /// <returns>What it threw, null when it returned.</returns>
    internal Exception? End()
    {
        Assert.IsTrue(_thread.Join(Loopback.Patience), "The call never returned.");
        return _caught;
    }
}
