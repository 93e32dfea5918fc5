namespace EspNet.Sockets.Fuzz.Tests;

/// <summary>A thread that runs every n-th look-up until it has had its share of answers, or until its first failure.</summary>
internal sealed class DnsFuzzWorker
{
    private readonly DnsFuzzCase _case = new();
    private readonly Thread _thread;
    private int _current;

    internal DnsFuzzWorker(int first, int step, int replies)
    {
        _current = first;
        _thread = new Thread(() => Run(step, replies)) { IsBackground = true, Name = "Fuzz" };
        _thread.Start();
    }

    /// <summary>The look-up that runs, or that failed.</summary>
    internal int Current => Volatile.Read(ref _current);

    internal Exception? Failure { get; private set; }

    internal int[] Outcomes => _case.Outcomes;

    /// <summary>Waits for the end; false when one look-up takes longer than the time given.</summary>
    internal bool Wait(TimeSpan patience)
    {
        int seen = -1;
        while (seen != Current)
        {
            seen = Current;
            if (_thread.Join(patience))
            {
                return true;
            }
        }

        return false;
    }

    private void Run(int step, int replies)
    {
        try
        {
            while (_case.Replies < replies)
            {
                _case.Run(_current);
                Volatile.Write(ref _current, _current + step);
            }
        }
        catch (Exception e)
        {
            Failure = e;
        }
    }
}
