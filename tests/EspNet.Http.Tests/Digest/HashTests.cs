using System;
using System.Text;
using EspNet.Http.Digest;
using EspNet.Mqtt.Tests;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Digest;

/// <summary>MD5 and SHA-256 against the vectors of their standards.</summary>
[TestClass]
public class HashTests
{
    // 131 bytes: two blocks and 3 bytes, so that a split falls everywhere in a block and on both of its ends.
    private const string LongMd5 = "cc188799001d39bf0854be3426d93d51";
    private const string LongSha256 = "3acc128faf01077789746edcfd1051d90bc1591342402d9b3cdd06d7315702a4";
    private const string EmptyMd5 = "d41d8cd98f00b204e9800998ecf8427e";
    private const string EmptySha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// <summary>RFC 1321, appendix A.5.</summary>
    [TestMethod]
    [DataRow("", EmptyMd5)]
    [DataRow("a", "0cc175b9c0f1b6a831c399e269772661")]
    [DataRow("abc", "900150983cd24fb0d6963f7d28e17f72")]
    [DataRow("message digest", "f96b697d7cb7938d525a2f31aaf161d0")]
    [DataRow("abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b")]
    [DataRow("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "d174ab98d277d9f5a5611c2c9f419d9f")]
    [DataRow("12345678901234567890123456789012345678901234567890123456789012345678901234567890", "57edf4a22be3c955ac49da2e2107b67a")]
    public void MD5_has_the_digests_of_its_RFC(string text, string digest) => Assert.AreEqual(digest, Hash(new Md5(), Encoding.UTF8.GetBytes(text)));

    /// <summary>FIPS 180-4 by the examples of NIST.</summary>
    [TestMethod]
    [DataRow("", EmptySha256)]
    [DataRow("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [DataRow("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
    [DataRow(
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
        "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1")]
    public void SHA_256_has_the_digests_of_NIST(string text, string digest) =>
        Assert.AreEqual(digest, Hash(new Sha256(), Encoding.UTF8.GetBytes(text)));

    /// <summary>The additional vectors of NIST for SHA-256: around the length at which the padding needs a block of its own.</summary>
    [TestMethod]
    [DataRow("bd", 0, "68325720aabd7c82f30f554b313d0570c95accbb7dc4b5aae11204c08ffe732b")]
    [DataRow("c98c8e55", 0, "7abc22c0ae5af26ce93dbb94433a0e0b2e119d014f8e7f65bd56c61ccccd9504")]
    [DataRow("", 55, "02779466cdec163811d078815c633f21901413081449002f24aa3e80f0b88ef7")]
    [DataRow("", 56, "d4817aa5497628e7c77e6b606107042bbba3130888c5f47a375e6179be789fbb")]
    [DataRow("", 57, "65a16cb7861335d5ace3c60718b5052e44660726da4cd13bb745381b235a1785")]
    [DataRow("", 64, "f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b")]
    public void SHA_256_pads_as_NIST_does(string hex, int zeros, string digest) =>
        Assert.AreEqual(digest, Hash(new Sha256(), hex.Length > 0 ? Hex.Parse(hex) : new byte[zeros]));

    [TestMethod]
    [DataRow(55, "c9ea3314b91c9fd4e38f9432064fd1f2")]
    [DataRow(56, "e3c4dd21a9171fd39d208efa09bf7883")]
    [DataRow(57, "ab9d8ef2ffa9145d6c325cefa41d5d4e")]
    [DataRow(64, "3b5d3c7d207e37dceeedd301e35e2e58")]
    public void MD5_pads_at_the_same_lengths(int zeros, string digest) => Assert.AreEqual(digest, Hash(new Md5(), new byte[zeros]));

    [TestMethod]
    public void A_split_anywhere_changes_nothing()
    {
        byte[] bytes = MakeLong(0);
        Md5 md5 = new Md5();
        Sha256 sha256 = new Sha256();
        for (int split = 0; split <= bytes.Length; split++)
        {
            Assert.AreEqual(LongMd5, HashInTwo(md5, bytes, split));
            Assert.AreEqual(LongSha256, HashInTwo(sha256, bytes, split));
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(7)]
    [DataRow(63)]
    [DataRow(64)]
    [DataRow(65)]
    public void Pieces_of_any_size_change_nothing(int size)
    {
        byte[] bytes = MakeLong(0);
        Md5 md5 = new Md5();
        Sha256 sha256 = new Sha256();
        for (int at = 0; at < bytes.Length; at += size)
        {
            int count = bytes.Length - at < size ? bytes.Length - at : size;
            md5.Append(bytes, at, count);
            sha256.Append(bytes, at, count);
        }

        Assert.AreEqual(LongMd5, HexText.Format(md5.Finish()));
        Assert.AreEqual(LongSha256, HexText.Format(sha256.Finish()));
    }

    [TestMethod]
    public void Only_the_range_that_is_given_counts()
    {
        byte[] bytes = MakeLong(5);
        Md5 md5 = new Md5();
        Sha256 sha256 = new Sha256();
        md5.Append(bytes, 5, 131);
        sha256.Append(bytes, 5, 131);

        Assert.AreEqual(LongMd5, HexText.Format(md5.Finish()));
        Assert.AreEqual(LongSha256, HexText.Format(sha256.Finish()));
    }

    [TestMethod]
    public void After_Finish_it_begins_anew()
    {
        byte[] bytes = MakeLong(0);
        Md5 md5 = new Md5();
        Sha256 sha256 = new Sha256();
        Hash(md5, bytes);
        Hash(sha256, bytes);

        Assert.AreEqual(EmptyMd5, HexText.Format(md5.Finish()));
        Assert.AreEqual(EmptySha256, HexText.Format(sha256.Finish()));
        Assert.AreEqual(LongMd5, Hash(md5, bytes));
        Assert.AreEqual(LongSha256, Hash(sha256, bytes));
    }

    [TestMethod]
    public void After_Reset_nothing_is_left_of_what_was_added()
    {
        byte[] bytes = MakeLong(0);
        Md5 md5 = new Md5();
        Sha256 sha256 = new Sha256();
        md5.Append(bytes, 0, 100);
        sha256.Append(bytes, 0, 100);
        md5.Reset();
        sha256.Reset();

        Assert.AreEqual(LongMd5, Hash(md5, bytes));
        Assert.AreEqual(LongSha256, Hash(sha256, bytes));
    }

    [TestMethod]
    public void The_size_is_that_of_the_digest()
    {
        Assert.AreEqual(16, new Md5().Size);
        Assert.AreEqual(16, new Md5().Finish().Length);
        Assert.AreEqual(32, new Sha256().Size);
        Assert.AreEqual(32, new Sha256().Finish().Length);
    }

    [TestMethod]
    public void A_range_outside_the_buffer_is_refused()
    {
        Md5 md5 = new Md5();

        Assert.ThrowsException(typeof(ArgumentNullException), () => md5.Append(null!, 0, 0));
        Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => md5.Append(new byte[4], 1, 4));
        Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => md5.Append(new byte[4], -1, 1));
        Assert.AreEqual(EmptyMd5, HexText.Format(md5.Finish()));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("00")]
    [DataRow("09 0a 0f 10 7f 80 9f a0 ff")]
    public void Hex_digits_are_in_lower_case_the_high_one_first(string hex)
    {
        byte[] bytes = Hex.Parse(hex);

        Assert.AreEqual(Hex.Format(bytes, 0, bytes.Length), HexText.Format(bytes));
    }

    private static byte[] MakeLong(int offset)
    {
        byte[] bytes = new byte[131 + (2 * offset)];
        for (int i = 0; i < 131; i++)
        {
            bytes[offset + i] = (byte)i;
        }

        return bytes;
    }

    private static string HashInTwo(HashFunction hash, byte[] bytes, int split)
    {
        hash.Append(bytes, 0, split);
        hash.Append(bytes, split, bytes.Length - split);
        return HexText.Format(hash.Finish());
    }

    private static string Hash(HashFunction hash, byte[] bytes) => HashInTwo(hash, bytes, 0);
}
