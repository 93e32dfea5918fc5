namespace EspNet.Mqtt.Fuzz.Tests;

/// <summary>A thread that runs every n-th stream and stops at its first failure.</summary>
internal sealed class FuzzWorker
{
    /// <summary>Streams that are run once more, with the check of what they allocate.</summary>
    private const int WarmUp = 500;

    private readonly IFuzzStream _stream;
    private readonly Thread _thread;
    private int _current;

    internal FuzzWorker(IFuzzStream stream, int first, int step, int end)
    {
        _stream = stream;
        _current = first;
        _thread = new Thread(() => Run(step, end)) { IsBackground = true, Name = "Fuzz" };
        _thread.Start();
    }

    /// <summary>The stream that runs, or that failed.</summary>
    internal int Current => Volatile.Read(ref _current);

    internal Exception? Failure { get; private set; }

    /// <summary>Waits for the end; false when one stream takes longer than the time given.</summary>
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

    private void Run(int step, int end)
    {
        try
        {
            int first = _current;
            for (; _current < end && _current < first + (WarmUp * step); Volatile.Write(ref _current, _current + step))
            {
                _stream.Run(_current);
            }

            _stream.IsWarm = true;
            for (Volatile.Write(ref _current, first); _current < end; Volatile.Write(ref _current, _current + step))
            {
                _stream.Run(_current);
            }
        }
        catch (Exception e)
        {
            Failure = e;
        }
    }
}
