using System;

namespace EspNet.Time.Session;

/// <summary>
/// Makes UTC out of a steady clock and of now and then a measured time: it corrects the clock's rate, and sets an offset
/// right at once (step) or so slowly that the time goes on evenly (slew). Times are ticks; no clock, no thread.
/// </summary>
internal sealed class ClockDiscipline
{
    /// <summary>An offset is made good with one part in 2,000: 500 ppm, MAXFREQ of RFC 5905 (appendix A.1.1) and adjtime's rate.</summary>
    private const int SlewDivisor = 2_000;

    /// <summary>No crystal is wrong by more: a larger difference is a server's doing. 500 ppm as well.</summary>
    private const int DriftDivisor = 2_000;

    /// <summary>The drift is measured over so long a time that the measurements' uncertainty makes 50 ppm at most, and over a minute at least.</summary>
    private const int UncertaintyDivisor = 20_000;
    private const long ShortestBaseline = TimeSpan.TicksPerMinute;

    /// <summary>A new measurement of the drift counts a quarter.</summary>
    private const int DriftWeight = 4;

    private const int Billion = 1_000_000_000;

    private readonly bool _isSmooth;
    private readonly long _stepThreshold;

    private long _anchor;
    private long _anchorUtc;
    private long _slew;
    private long _latest;
    private int _rate;
    private bool _knowsRate;

    private bool _hasReference;
    private long _reference;
    private long _referenceUtc;
    private long _referenceUncertainty;

    /// <param name="isSmooth">True slews offsets below the threshold, false steps always.</param>
    /// <param name="stepThreshold">From here on an offset is stepped, in ticks.</param>
    internal ClockDiscipline(bool isSmooth, long stepThreshold)
    {
        _isSmooth = isSmooth;
        _stepThreshold = stepThreshold;
    }

    /// <summary>Whether a time was measured at all.</summary>
    internal bool IsSet { get; private set; }

    /// <summary>Whether the last measurement was applied as a step.</summary>
    internal bool HasStepped { get; private set; }

    /// <summary>How much faster than UTC the steady clock goes, in parts per billion; 0 until it is known.</summary>
    internal int DriftPpb => -_rate;

    /// <summary>The time. It never goes back except by a step.</summary>
    /// <param name="now">The steady time.</param>
    internal long GetUtc(long now)
    {
        long elapsed = now - _anchor;
        long most = elapsed / SlewDivisor;
        long slewed = _slew > most ? most : _slew < -most ? -most : _slew;
        long utc = _anchorUtc + elapsed + Scale(elapsed, _rate) + slewed;

        // The two corrections are rounded each for itself, which can be one tick back.
        _latest = utc > _latest ? utc : _latest;
        return _latest;
    }

    /// <summary>A time was measured.</summary>
    /// <param name="utc">The time.</param>
    /// <param name="now">The steady time at that moment.</param>
    /// <param name="uncertainty">How wrong it can be, which is half of the delay to the server.</param>
    /// <returns>The offset that is corrected from here on: what the clock was behind. The whole time when it was never set.</returns>
    internal long OnMeasured(long utc, long now, long uncertainty)
    {
        long current = IsSet ? GetUtc(now) : 0;
        long offset = utc - current;
        Learn(utc, now, uncertainty);

        HasStepped = !IsSet || !_isSmooth || offset >= _stepThreshold || offset <= -_stepThreshold;
        _anchor = now;
        _anchorUtc = HasStepped ? utc : current;
        _slew = HasStepped ? 0 : offset;
        _latest = _anchorUtc;
        IsSet = true;
        return offset;
    }

    /// <summary>The part of a duration that a rate of parts per billion makes. Exact enough, and without overflow for decades.</summary>
    private static long Scale(long elapsed, int rate) => elapsed / 1_000 * rate / (Billion / 1_000);

    private void Learn(long utc, long now, long uncertainty)
    {
        long elapsed = now - _reference;
        if (_hasReference)
        {
            long gained = utc - _referenceUtc - elapsed;
            long most = (elapsed / DriftDivisor) + _referenceUncertainty + uncertainty;
            if (gained <= most && gained >= -most)
            {
                if (elapsed >= ShortestBaseline && _referenceUncertainty + uncertainty <= elapsed / UncertaintyDivisor)
                {
                    int measured = (int)(gained * 1_000_000 / (elapsed / 1_000));
                    _rate = _knowsRate ? _rate + ((measured - _rate) / DriftWeight) : measured;
                    _knowsRate = true;
                }
                else if (uncertainty * 2 >= _referenceUncertainty)
                {
                    // The time between the two grows until it says something. To begin anew is only worth it from a much
                    // better one: the first answer on a network is often late.
                    return;
                }
            }
        }

        _hasReference = true;
        _reference = now;
        _referenceUtc = utc;
        _referenceUncertainty = uncertainty;
    }
}
