using System.Security.Cryptography;
using EspNet.Http.Digest;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests;

/// <summary>The hash functions against those of the PC.</summary>
[TestClass]
public class HashComparisonTests
{
    [TestMethod]
    public void Digests_of_every_length_are_those_of_the_PC()
    {
        Md5 md5 = new Md5();
        Sha256 sha256 = new Sha256();
        System.Random random = new System.Random(1321);
        for (int length = 0; length <= 300; length++)
        {
            byte[] bytes = new byte[length];
            random.NextBytes(bytes);
            md5.Append(bytes, 0, length);
            sha256.Append(bytes, 0, length);

            Assert.AreEqual(HexText.Format(Md5Of(bytes)), HexText.Format(md5.Finish()), $"MD5 of {length} bytes");
            Assert.AreEqual(HexText.Format(SHA256.HashData(bytes)), HexText.Format(sha256.Finish()), $"SHA-256 of {length} bytes");
        }
    }

    [TestMethod]
    public void A_megabyte_has_the_digests_of_the_PC()
    {
        byte[] bytes = new byte[1_048_583];
        new System.Random(180).NextBytes(bytes);
        Md5 md5 = new Md5();
        Sha256 sha256 = new Sha256();
        for (int at = 0; at < bytes.Length; at += 1461)
        {
            int count = bytes.Length - at < 1461 ? bytes.Length - at : 1461;
            md5.Append(bytes, at, count);
            sha256.Append(bytes, at, count);
        }

        Assert.AreEqual(HexText.Format(Md5Of(bytes)), HexText.Format(md5.Finish()));
        Assert.AreEqual(HexText.Format(SHA256.HashData(bytes)), HexText.Format(sha256.Finish()));
    }

#pragma warning disable CA5351 // MD5 is what is compared.
    private static byte[] Md5Of(byte[] bytes) => MD5.HashData(bytes);
#pragma warning restore CA5351
}
