using nanoFramework.TestFramework;

namespace EspNet.Sockets.Tests;

[TestClass]
public class ServedClientsTests
{
    [TestMethod]
    public void There_are_as_many_places_as_clients_allowed()
    {
        ServedClients clients = new ServedClients(2);

        Assert.IsNotNull(clients.TryAdd());
        ServedClient second = clients.TryAdd()!;
        Assert.IsNull(clients.TryAdd());
        Assert.AreEqual(2, clients.Count);

        second.Leave();
        Assert.AreEqual(1, clients.Count);
        Assert.IsNotNull(clients.TryAdd());
    }

    [TestMethod]
    public void The_client_that_was_idle_longest_goes_first()
    {
        ServedClients clients = new ServedClients(3);
        ServedClient first = clients.TryAdd()!;
        ServedClient second = clients.TryAdd()!;
        ServedClient third = clients.TryAdd()!;
        first.NotifyUse();
        third.NotifyUse();

        Assert.AreSame(second, clients.TakeLeastRecentlyUsed());
        Assert.AreSame(first, clients.TakeLeastRecentlyUsed());
        Assert.AreSame(third, clients.TakeLeastRecentlyUsed());
        Assert.IsNull(clients.TakeLeastRecentlyUsed());
    }

    [TestMethod]
    public void Being_accepted_counts_as_a_use()
    {
        ServedClients clients = new ServedClients(2);
        ServedClient first = clients.TryAdd()!;
        first.NotifyUse();
        clients.TryAdd();

        Assert.AreSame(first, clients.TakeLeastRecentlyUsed());
    }

    [TestMethod]
    public void Leaving_a_place_that_was_taken_away_does_not_free_another_ones()
    {
        ServedClients clients = new ServedClients(1);
        ServedClient first = clients.TryAdd()!;
        clients.TakeLeastRecentlyUsed();
        ServedClient second = clients.TryAdd()!;

        first.Leave();

        Assert.AreSame(second, clients.TakeAny());
        Assert.IsNull(clients.TakeAny());
    }
}
