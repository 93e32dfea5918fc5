using System;
using System.Threading;

namespace EspNet.Tests;

/// <summary>A call in another thread, and how it ended. Shared by test projects of both frameworks.</summary>
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

    internal bool HasEnded => _thread.Join(0);

    /// <summary>
    /// Gives the call time to start waiting. No event tells when it does; should it be late, the test still holds, it
    /// only tests the easier case.
    /// </summary>
    internal Background LetItWait()
    {
        if (_thread.Join(50))
        {
            throw new InvalidOperationException("The call ended at once.");
        }

        return this;
    }

    /// <summary>Waits for the end of the call.</summary>
    /// <returns>What it threw, null when it returned.</returns>
    internal Exception? End()
    {
        if (!_thread.Join(Patience))
        {
            throw new InvalidOperationException("The call never ended.");
        }

        return _caught;
    }

    /// <summary>Waits for the end of a call that must not throw.</summary>
    internal void Returns()
    {
        Exception? caught = End();
        if (caught != null)
        {
            throw new InvalidOperationException("The call failed: " + caught.Message, caught);
        }
    }
}
