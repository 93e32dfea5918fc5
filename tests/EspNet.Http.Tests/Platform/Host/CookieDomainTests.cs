using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Cookies;

/// <summary>On the PC, text is compared as a culture does unless it is told otherwise, and there some characters are none.</summary>
[TestClass]
public class CookieDomainTests
{
    [TestMethod]
    [DataRow("exam\u00ADple.org")]
    [DataRow("\u200Dexample.org")]
    public void An_invisible_character_in_a_domain_is_a_character(string domain)
    {
        CookieRig rig = new CookieRig();
        rig.Set("http://www.example.org/", "a=b; Domain=" + domain);

        Assert.AreEqual(0, rig.Jar.Count);
    }
}
