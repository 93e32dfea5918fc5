using EspNet.Sockets;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace EspNet.Interop.Tests;

/// <summary>Some tests play a whole fleet in this process, which needs more sockets than one device has.</summary>
[TestClass]
public static class SocketLimit
{
    [AssemblyInitialize]
    public static void Raise(TestContext context) => SocketBudget.Limit = 2_000;
}
