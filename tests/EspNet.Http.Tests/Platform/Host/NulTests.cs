using EspNet.Http.Protocol;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests;

/// <summary>A string of the device ends at U+0000, so that only the PC's can bring one to a writer.</summary>
[TestClass]
public class NulTests
{
    [TestMethod]
    public void Nul_is_not_sent()
    {
        Refused(() => new HttpFields().Add("A\0", "b"));
        Refused(() => new HttpFields().Add("A", "b\0c"));
        Refused(() => new HttpWriter(64).BeginRequest("G\0T", "/"));
        Refused(() => new HttpWriter(64).BeginRequest("GET", "/\0"));
        Refused(() => new HttpWriter(64).BeginResponse(200, "O\0K"));
    }

    private static void Refused(System.Action action) => Assert.ThrowsException(typeof(HttpException), action);
}
