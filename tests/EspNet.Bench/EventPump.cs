using System.Collections.Concurrent;

namespace EspNet.Bench;

/// <summary>
/// Raises events in order, on one thread of its own and without the gate, so that a handler may call what raises them. A handler
/// that throws ends the process loudly.
/// </summary>
internal sealed class EventPump : IDisposable
{
    private readonly BlockingCollection<Action> _events = [];

    public EventPump() => new Thread(Run) { IsBackground = true, Name = "Bench events" }.Start();

    public void Post(Action raise)
    {
        if (!_events.IsAddingCompleted)
        {
            _events.Add(raise);
        }
    }

    public void Dispose() => _events.CompleteAdding();

    private void Run()
    {
        foreach (Action raise in _events.GetConsumingEnumerable())
        {
            raise();
        }

        _events.Dispose();
    }
}
