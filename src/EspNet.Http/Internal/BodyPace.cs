namespace EspNet.Http.Internal;

/// <summary>Whether a body comes fast enough. Only the time counts in which somebody waits for it.</summary>
internal sealed class BodyPace
{
    private readonly int _grace;
    private readonly int _rate;
    private long _waited;
    private long _received;

    /// <param name="grace">Milliseconds of waiting that are free.</param>
    /// <param name="rate">Bytes a second after that; 0 for any.</param>
    internal BodyPace(int grace, int rate)
    {
        _grace = grace;
        _rate = rate;
    }

    /// <summary>Whether less has come than should have.</summary>
    internal bool IsTooSlow => _rate > 0 && _waited > _grace && (_waited - _grace) * _rate > _received * 1000;

    /// <summary>Bytes came after a wait.</summary>
    internal void Add(int bytes, long waitedMilliseconds)
    {
        _received += bytes;
        _waited += waitedMilliseconds;
    }
}
