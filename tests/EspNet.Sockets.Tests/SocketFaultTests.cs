using nanoFramework.TestFramework;

namespace EspNet.Sockets.Tests;

[TestClass]
public class SocketFaultTests
{
    /// <summary>Every code that the device's System.Net.Sockets.SocketError names, success left out.</summary>
    private static readonly int[] DeviceCodes =
    {
        -1, 10004, 10013, 10014, 10022, 10024, 10035, 10036, 10037, 10038, 10039, 10040, 10041, 10042, 10043, 10044,
        10045, 10046, 10047, 10048, 10049, 10050, 10051, 10052, 10053, 10054, 10055, 10056, 10057, 10058, 10060,
        10061, 10064, 10065, 10067, 10091, 10092, 10093, 10101, 11001, 11002, 11003, 11004,
    };

    [TestMethod]
    public void Every_code_of_the_device_is_in_the_table()
    {
        for (int i = 0; i < DeviceCodes.Length; i++)
        {
            SocketFault fault = SocketFault.FromCode(DeviceCodes[i]);

            Assert.AreEqual(DeviceCodes[i], fault.Code);
            Assert.AreNotEqual("Unknown", fault.Name, "Code " + DeviceCodes[i]);
            Assert.IsTrue(fault.Meaning.Length > 10 && fault.Advice.Length > 10, fault.Name);
        }
    }

    [TestMethod]
    public void The_codes_that_decide_what_a_client_does_have_their_reasons()
    {
        Is(TransportError.Refused, 10061);
        Is(TransportError.TimedOut, 10060);
        Is(TransportError.Reset, 10054);
        Is(TransportError.Unreachable, 10051);
        Is(TransportError.Unreachable, 10065);
        Is(TransportError.HostNotFound, 11001);
        Is(TransportError.OutOfResources, 10024);
        Is(TransportError.Closed, SocketFault.ClosedByOtherThread);
    }

    [TestMethod]
    public void The_devices_code_for_closed_by_another_thread_is_the_runtimes_object_disposed() =>
        Assert.AreEqual(-1728053248, SocketFault.ClosedByOtherThread);

    [TestMethod]
    public void An_unknown_code_is_kept()
    {
        SocketFault fault = SocketFault.FromCode(12345);

        Assert.AreEqual(12345, fault.Code);
        Assert.AreEqual((int)TransportError.Other, (int)fault.Error);
    }

    private static void Is(TransportError expected, int code) =>
        Assert.AreEqual((int)expected, (int)SocketFault.FromCode(code).Error, "Code " + code);
}
