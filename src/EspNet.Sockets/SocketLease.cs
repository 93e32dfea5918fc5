namespace EspNet.Sockets;

/// <summary>
/// The place of one socket in the <see cref="SocketBudget"/>. Its owner returns it when the socket is closed; an owner
/// that is forgotten loses its socket to the garbage collector, so the place comes back the same way.
/// </summary>
internal sealed class SocketLease
{
    private readonly Entry _entry;

    internal SocketLease(Entry entry)
    {
        _entry = entry;
    }

    ~SocketLease()
    {
        Return();
    }

    /// <summary>Gives the place back. More than once is fine.</summary>
    internal void Return() => SocketBudget.Return(_entry);

    /// <summary>What the budget's list holds: not the lease itself, which could then never be collected.</summary>
    internal sealed class Entry
    {
        internal Entry(string holder, Entry? older)
        {
            Holder = holder;
            Older = older;
        }

        internal string Holder { get; }

        internal Entry? Older { get; set; }

        internal Entry? Newer { get; set; }

        internal bool Returned { get; set; }
    }
}
