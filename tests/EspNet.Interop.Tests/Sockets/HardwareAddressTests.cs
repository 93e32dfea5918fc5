using System;
using EspNet.Sockets;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace EspNet.Interop.Tests.Sockets;

[TestClass]
public class HardwareAddressTests
{
    [TestMethod]
    public void The_address_is_six_bytes_or_nothing_and_stays_the_same()
    {
        byte[] address = HardwareAddress.Get();

        if (address.Length > 0)
        {
            Assert.HasCount(6, address);
            Assert.IsTrue(Array.Exists(address, b => b != 0));
        }

        CollectionAssert.AreEqual(address, HardwareAddress.Get());
    }
}
