namespace EspNet.Interop.Tests.Support;

/// <summary>A thread that goes on while another one waits: what the device's own calls do not allow.</summary>
internal sealed class Ticking
{
    private readonly Thread _thread;
    private volatile bool _stopped;
    private int _ticks;

    public Ticking()
    {
        _thread = new Thread(() =>
        {
            while (!_stopped)
            {
                Thread.Sleep(10);
                _ticks++;
            }
        });
        _thread.Start();
    }

    /// <summary>Ends it.</summary>
    /// <returns>How often it ticked, about a hundred times a second.</returns>
    public int Stop()
    {
        _stopped = true;
        _thread.Join();
        return _ticks;
    }
}
