namespace EspNet.Bench.Web;

/// <summary>What goes wrong in a <see cref="BenchWebServer"/>.</summary>
public sealed class WebServerFaults
{
    private readonly Lock _lock = new();
    private int _cutAfter;
    private int _cuts;

    /// <summary>The next answers that give out the image are cut after so many of its bytes.</summary>
    /// <param name="bytes">Bytes, at least 1.</param>
    /// <param name="times">How many answers; <see cref="int.MaxValue"/> for all.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public void Cut(int bytes, int times)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(times);
        lock (_lock)
        {
            _cutAfter = bytes;
            _cuts = times;
        }
    }

    /// <summary>How many bytes of the image the next answer may give out.</summary>
    internal int TakeCut()
    {
        lock (_lock)
        {
            if (_cuts == 0)
            {
                return int.MaxValue;
            }

            _cuts -= _cuts == int.MaxValue ? 0 : 1;
            return _cutAfter;
        }
    }
}
