using System.Net;

namespace EspNet.Sockets;

/// <summary>
/// Names that were looked up, and those that do not exist, for as long as they are valid. Bounded: a new one takes the
/// place of the one that was used longest ago. For several threads.
/// </summary>
internal sealed class DnsCache
{
    private readonly object _lock = new object();
    private readonly DnsCacheEntry[] _entries;
    private readonly int _longestTimeToLive;
    private readonly int _longestNegativeTimeToLive;
    private long _uses;

    /// <summary>Makes an empty cache.</summary>
    /// <param name="capacity">The most entries, 0 for none ever.</param>
    /// <param name="longestTimeToLive">Seconds that addresses are kept at most.</param>
    /// <param name="longestNegativeTimeToLive">Seconds that a failure is kept at most.</param>
    internal DnsCache(int capacity, int longestTimeToLive, int longestNegativeTimeToLive)
    {
        _longestTimeToLive = longestTimeToLive;
        _longestNegativeTimeToLive = longestNegativeTimeToLive;
        _entries = new DnsCacheEntry[capacity];
        for (int i = 0; i < capacity; i++)
        {
            _entries[i] = new DnsCacheEntry();
        }
    }

    /// <summary>Looks a name up. Written as the last time it allocates nothing.</summary>
    /// <param name="host">The name.</param>
    /// <param name="now">The time in milliseconds.</param>
    /// <param name="addresses">The addresses, to be copied before anybody may change them; null for a remembered failure.</param>
    /// <param name="error">The remembered failure, when there are no addresses.</param>
    /// <returns>True when the name is known.</returns>
    internal bool TryGet(string host, long now, out IPAddress[]? addresses, out DnsError error)
    {
        lock (_lock)
        {
            DnsCacheEntry? entry = Find(host);
            if (entry is not null && now < entry.Expires)
            {
                entry.LastUse = ++_uses;
                addresses = entry.Addresses;
                error = entry.Error;
                return true;
            }

            entry?.Clear();
        }

        addresses = null;
        error = DnsError.NoSuchName;
        return false;
    }

    /// <summary>Keeps the addresses of a name. With a time to live of 0 it only forgets what was known.</summary>
    internal void Put(string host, IPAddress[] addresses, int timeToLive, long now) =>
        Put(host, addresses, DnsError.NoSuchName, timeToLive < _longestTimeToLive ? timeToLive : _longestTimeToLive, now);

    /// <summary>Keeps that a name has no address. With a time to live of 0 it only forgets what was known.</summary>
    internal void PutFailure(string host, DnsError error, int timeToLive, long now) =>
        Put(host, null, error, timeToLive < _longestNegativeTimeToLive ? timeToLive : _longestNegativeTimeToLive, now);

    internal void Remove(string host)
    {
        lock (_lock)
        {
            Find(host)?.Clear();
        }
    }

    private void Put(string host, IPAddress[]? addresses, DnsError error, int timeToLive, long now)
    {
        lock (_lock)
        {
            DnsCacheEntry? entry = Find(host);
            if (timeToLive <= 0)
            {
                entry?.Clear();
                return;
            }

            entry ??= Choose(now);
            entry?.Set(host, Fold(host), addresses, error, now + (timeToLive * 1_000L), ++_uses);
        }
    }

    private DnsCacheEntry? Find(string host)
    {
        for (int i = 0; i < _entries.Length; i++)
        {
            if (_entries[i].Host == host)
            {
                return _entries[i];
            }
        }

        if (_entries.Length == 0)
        {
            return null;
        }

        string key = Fold(host);
        for (int i = 0; i < _entries.Length; i++)
        {
            if (_entries[i].Key == key)
            {
                // Whoever asks this way will do so again.
                _entries[i].Host = host;
                return _entries[i];
            }
        }

        return null;
    }

    /// <summary>A place for a new entry: a free one, else one that is no longer valid, else the one used longest ago.</summary>
    private DnsCacheEntry? Choose(long now)
    {
        DnsCacheEntry? chosen = null;
        for (int i = 0; i < _entries.Length; i++)
        {
            DnsCacheEntry entry = _entries[i];
            if (entry.Host.Length == 0 || now >= entry.Expires)
            {
                return entry;
            }

            if (chosen is null || entry.LastUse < chosen.LastUse)
            {
                chosen = entry;
            }
        }

        return chosen;
    }

    /// <summary>In lower case and without the dot at the end. Not ToLower, which on a PC depends on the user's language.</summary>
    private static string Fold(string host)
    {
        char[] text = host.ToCharArray();
        int count = text.Length > 1 && text[text.Length - 1] == '.' ? text.Length - 1 : text.Length;
        for (int i = 0; i < count; i++)
        {
            if (text[i] >= 'A' && text[i] <= 'Z')
            {
                text[i] = (char)(text[i] | 0x20);
            }
        }

        return new string(text, 0, count);
    }
}
