namespace EspNet.Interop.Tests.Infrastructure;

[TestClass]
public sealed class ChronyServerTests
{
    [TestMethod]
    public void It_serves_the_time_of_this_machine_with_its_stratum()
    {
        using ChronyServer server = ChronyServer.Start(stratum: 7);

        NtpProbe answer = NtpProbe.Ask(server.Address, server.Port, Patience.Milliseconds)!;

        Assert.AreEqual((0, 4, 7), (answer.Leap, answer.Mode, answer.Stratum));
        Assert.IsLessThan(TimeSpan.FromSeconds(1), (answer.Transmit - DateTime.UtcNow).Duration());
    }

    [TestMethod]
    public void Without_a_time_to_give_it_says_so()
    {
        using ChronyServer server = ChronyServer.Start(stratum: 0);

        Assert.AreEqual(3, NtpProbe.Ask(server.Address, server.Port, Patience.Milliseconds)!.Leap);
    }

    [TestMethod]
    public void Stopped_it_does_not_answer_and_restarted_it_does()
    {
        using ChronyServer server = ChronyServer.Start();

        server.Stop();
        Assert.IsNull(NtpProbe.Ask(server.Address, server.Port, 300));

        server.Run();
        Assert.IsNotNull(NtpProbe.Ask(server.Address, server.Port, Patience.Milliseconds));
    }
}
