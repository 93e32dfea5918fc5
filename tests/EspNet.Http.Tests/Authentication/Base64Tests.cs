using EspNet.Http.Authentication;
using EspNet.Mqtt.Tests;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Authentication;

/// <summary>Base64 of a peer (RFC 4648).</summary>
[TestClass]
public class Base64Tests
{
    /// <summary>Section 10 of the RFC, and every digit.</summary>
    [TestMethod]
    [DataRow("", "")]
    [DataRow("Zg==", "66")]
    [DataRow("Zm8=", "666f")]
    [DataRow("Zm9v", "666f6f")]
    [DataRow("Zm9vYg==", "666f6f62")]
    [DataRow("Zm9vYmE=", "666f6f6261")]
    [DataRow("Zm9vYmFy", "666f6f626172")]
    [DataRow("Zg", "66")]
    [DataRow("Zm8", "666f")]
    [DataRow("/+8A", "ffef00")]
    [DataRow(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
        "00108310518720928b30d38f41149351559761969b71d79f8218a39259a7a29aabb2dbafc31cb3d35db7e39ebbf3dfbf")]
    public void Text_is_decoded_with_padding_or_without(string text, string hex)
    {
        byte[] bytes = Base64.Decode(text);

        Assert.AreEqual(hex, Hex.Format(bytes, 0, bytes.Length));
    }

    [TestMethod]
    [DataRow("Z")]
    [DataRow("Zm9vY")]
    [DataRow("Z===")]
    [DataRow("Zm9v===")]
    [DataRow("====")]
    [DataRow("Zm 9")]
    [DataRow("Zm-_")]
    [DataRow("Zg==Zg==")]
    [DataRow("Zm9@")]
    [DataRow("Zm9[")]
    [DataRow("Zm9`")]
    [DataRow("Zm9{")]
    [DataRow("Zm9:")]
    [DataRow("Zm9.")]
    [DataRow("Zm9é")]
    public void What_is_no_base64_is_empty(string text) => Assert.AreEqual(0, Base64.Decode(text).Length);
}
