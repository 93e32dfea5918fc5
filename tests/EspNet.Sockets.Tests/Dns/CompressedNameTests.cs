using EspNet.Mqtt.Tests;
using nanoFramework.TestFramework;

namespace EspNet.Sockets.Tests;

[TestClass]
public class CompressedNameTests
{
    /// <summary>Twelve bytes of header, so that offsets are those of a message.</summary>
    private const string Header = "ffffffffffffffffffffffff";

    [TestMethod]
    public void A_name_ends_behind_its_empty_label_or_behind_its_first_pointer()
    {
        // "a.b" at 12, "c" and a pointer to "b" at 17, a pointer to that at 21.
        byte[] message = Hex.Parse(Header + "0161016200" + "0163c00e" + "c011");

        Assert.AreEqual(17, CompressedName.Skip(message, 0, message.Length, 12));
        Assert.AreEqual(21, CompressedName.Skip(message, 0, message.Length, 17));
        Assert.AreEqual(23, CompressedName.Skip(message, 0, message.Length, 21));
        Expands("0163016200", message, 17);
        Expands("0163016200", message, 21);
        Assert.IsTrue(DnsName.Parse("C.b").IsAt(message, 0, message.Length, 21));
        Assert.IsFalse(DnsName.Parse("c").IsAt(message, 0, message.Length, 21));
        Assert.IsFalse(DnsName.Parse("c.b.a").IsAt(message, 0, message.Length, 21));
        Assert.IsFalse(DnsName.Parse("c.c").IsAt(message, 0, message.Length, 21));
    }

    [TestMethod]
    public void Case_makes_no_difference_and_only_letters_have_case()
    {
        byte[] message = Hex.Parse(Header + "03415a5b00");

        Expands("03617a5b00", message, 12);
    }

    [TestMethod]
    public void Offsets_count_from_the_start_of_the_message()
    {
        byte[] message = Hex.Parse("eeee" + Header + "016100" + "c00c" + "ee");

        Assert.AreEqual(19, CompressedName.Skip(message, 2, message.Length, 17));
        Assert.IsTrue(DnsName.Parse("a").IsAt(message, 2, message.Length, 17));
    }

    [TestMethod]
    public void A_pointer_to_itself_forward_or_in_a_circle_is_malformed()
    {
        IsMalformed("c00c", 12);
        IsMalformed("c00e016100", 12);
        IsMalformed("c00ec00c", 12);
        IsMalformed("c00ec00c", 14);
        IsMalformed("0161c00c", 12);
        IsMalformed("0161c00e0162c00c", 16);
    }

    [TestMethod]
    public void A_pointer_into_the_header_or_in_front_of_the_message_is_malformed()
    {
        IsMalformed("c000", 12);
        IsMalformed("c00b", 12);
    }

    [TestMethod]
    public void A_name_that_reaches_over_the_end_is_malformed()
    {
        IsMalformed(string.Empty, 12);
        IsMalformed("01", 12);
        IsMalformed("0161", 12);
        IsMalformed("026100", 12);
        IsMalformed("c0", 12);
        IsMalformed("0161c0", 12);
        IsMalformed("3f61", 12);
    }

    [TestMethod]
    public void A_reserved_label_type_is_malformed()
    {
        IsMalformed("4000", 12);
        IsMalformed("8000", 12);
        IsMalformed("0161410000", 12);

        // With the upper two bits set these would be good pointers to the name in front.
        IsMalformed("016100400c", 15);
        IsMalformed("016100800c", 15);
    }

    [TestMethod]
    public void A_name_longer_than_255_bytes_is_malformed_also_when_pointers_make_it_so()
    {
        DnsReplyBuilder message = new DnsReplyBuilder().Bytes(new byte[12]);
        message.Name(new string('a', 63) + "." + new string('b', 63) + "." + new string('c', 63) + "." + new string('d', 59));
        int fits = message.Count;
        message.Byte(1).Byte('x').Pointer(12);
        int tooLong = message.Count;
        message.Byte(2).Byte('x').Byte('x').Pointer(12);

        Assert.AreEqual(tooLong, CompressedName.Skip(message.Data, 0, message.Count, fits));
        Assert.AreEqual(255, CompressedName.Expand(message.Data, 0, message.Count, fits, new byte[255]));
        Assert.AreEqual(CompressedName.Malformed, CompressedName.Skip(message.Data, 0, message.Count, tooLong));
        Assert.AreEqual(CompressedName.Malformed, CompressedName.Expand(message.Data, 0, message.Count, tooLong, new byte[255]));
    }

    [TestMethod]
    public void Pointers_to_pointers_are_followed_32_times_and_no_more()
    {
        DnsReplyBuilder message = new DnsReplyBuilder().Bytes(new byte[12]).Name("a");
        int previous = 12;
        int[] at = new int[33];
        for (int i = 0; i < at.Length; i++)
        {
            at[i] = message.Count;
            message.Pointer(previous);
            previous = at[i];
        }

        Assert.AreEqual(at[31] + 2, CompressedName.Skip(message.Data, 0, message.Count, at[31]));
        Assert.AreEqual(CompressedName.Malformed, CompressedName.Skip(message.Data, 0, message.Count, at[32]));
    }

    private static void Expands(string expected, byte[] message, int position)
    {
        byte[] target = new byte[DnsName.LongestWire];
        int length = CompressedName.Expand(message, 0, message.Length, position, target);
        Assert.AreEqual(expected, Hex.Format(target, 0, length));
    }

    private static void IsMalformed(string names, int position)
    {
        byte[] message = Hex.Parse(Header + names);
        Assert.AreEqual(CompressedName.Malformed, CompressedName.Skip(message, 0, message.Length, position), names);
        Assert.AreEqual(CompressedName.Malformed, CompressedName.Expand(message, 0, message.Length, position, new byte[255]), names);
        Assert.IsFalse(DnsName.Parse("a").IsAt(message, 0, message.Length, position), names);
    }
}
