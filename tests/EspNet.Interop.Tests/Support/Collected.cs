namespace EspNet.Interop.Tests.Support;

/// <summary>What has happened so far, in order, added by any thread; a test waits until enough is there.</summary>
internal sealed class Collected<T>(string what)
{
    private readonly List<T> _items = [];

    internal int Count
    {
        get
        {
            lock (_items)
            {
                return _items.Count;
            }
        }
    }

    internal T[] All
    {
        get
        {
            lock (_items)
            {
                return [.. _items];
            }
        }
    }

    internal void Add(T item)
    {
        lock (_items)
        {
            _items.Add(item);
            Monitor.PulseAll(_items);
        }
    }

    /// <summary>All there are, once they are at least so many.</summary>
    internal T[] Await(int count) => Await(items => items.Count >= count, $"{count}");

    /// <summary>The first one of this kind.</summary>
    internal T AwaitFirst(Predicate<T> match)
    {
        T[] items = Await(all => all.Exists(match), "one of a kind");
        return Array.Find(items, match)!;
    }

    private T[] Await(Predicate<List<T>> condition, string expected)
    {
        long deadline = Environment.TickCount64 + Patience.Milliseconds;
        lock (_items)
        {
            while (!condition(_items))
            {
                long left = deadline - Environment.TickCount64;
                if (left <= 0 || !Monitor.Wait(_items, (int)left))
                {
                    Assert.Fail($"Expected {expected} {what}; there are {_items.Count}: {string.Join(", ", _items.TakeLast(20))}");
                }
            }

            return [.. _items];
        }
    }
}
