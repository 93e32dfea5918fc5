namespace EspNet.Interop.Tests.Http.Server;

/// <summary>Slow lorises: clients that begin a request and send a byte of it now and then, until disposed.</summary>
internal sealed class Dripping : IDisposable
{
    private const int Pause = 10;

    private readonly Collected<int> _rounds = new("rounds of bytes");
    private readonly ManualResetEventSlim _stopped = new();
    private readonly Thread _thread;
    private volatile bool _areConnected = true;

    /// <summary>Begins a header.</summary>
    internal Dripping(RawClient[] clients)
        : this(clients, "GET /hello HTTP/1.1\r\nHost: h\r\nX-Slow: ")
    {
    }

    internal Dripping(RawClient[] clients, string beginning)
    {
        foreach (RawClient client in clients)
        {
            client.Send(beginning);
        }

        _thread = new Thread(() =>
        {
            for (int round = 0; !_stopped.Wait(Pause); round++)
            {
                foreach (RawClient client in clients)
                {
                    _areConnected &= client.TrySend("x"u8.ToArray());
                }

                _rounds.Add(round);
            }
        });
        _thread.Start();
    }

    /// <summary>Nobody has ended one of their connections.</summary>
    internal bool AreConnected => _areConnected;

    /// <summary>Waits until each has sent so many more bytes.</summary>
    internal void AwaitRounds(int count) => _rounds.Await(_rounds.Count + count);

    public void Dispose()
    {
        _stopped.Set();
        _thread.Join();
        _stopped.Dispose();
    }
}
