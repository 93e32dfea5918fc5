using System;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Protocol;

[TestClass]
public class HttpFieldsTests
{
    [TestMethod]
    public void Fields_are_added_in_their_order()
    {
        HttpFields fields = new HttpFields();
        for (int i = 0; i < 10; i++)
        {
            fields.Add("A" + i, "b" + i);
        }

        Assert.AreEqual(10, fields.Count);
        Assert.AreEqual("A9", fields.GetName(9));
        Assert.AreEqual("b9", fields.GetValue(9));
        Assert.AreEqual("b4", fields.Get("a4"));
        Assert.IsNull(fields.Get("A"));
        Assert.IsNull(fields.Get("A10"));
        Assert.IsTrue(fields.Has("a9"));
        Assert.IsFalse(fields.Has("a"));
    }

    [TestMethod]
    public void Set_takes_the_place_of_all_of_a_name()
    {
        HttpFields fields = new HttpFields();
        fields.Add("A", "1");
        fields.Add("B", "2");
        fields.Add("a", "3");
        Assert.AreEqual("1", fields.Get("A"));

        fields.Set("A", "4");

        Assert.AreEqual("B: 2, A: 4", Text(fields));
        fields.Set("C", "5");
        Assert.AreEqual("B: 2, A: 4, C: 5", Text(fields));
    }

    [TestMethod]
    public void Fields_are_removed_in_any_case()
    {
        HttpFields fields = new HttpFields();
        fields.Add("A", "1");
        fields.Add("B", "2");
        fields.Add("a", "3");
        fields.Add("C", "4");

        Assert.IsTrue(fields.Remove("a"));
        Assert.AreEqual("B: 2, C: 4", Text(fields));
        Assert.IsFalse(fields.Remove("A"));
        Assert.IsTrue(fields.Remove("C"));
        Assert.AreEqual("B: 2", Text(fields));
        fields.Clear();
        Assert.AreEqual(0, fields.Count);
        Assert.IsNull(fields.Get("B"));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow(" ")]
    [DataRow("A ")]
    [DataRow("A:")]
    [DataRow("A\r\nB")]
    [DataRow("A\n")]
    [DataRow("A\t")]
    [DataRow("A/B")]
    [DataRow("Ä")]
    [DataRow("A\x7F")]
    [DataRow("A\u200B")]
    public void A_name_is_a_token(string name)
    {
        Refused(name, "b");
        HttpFields fields = new HttpFields();
        Assert.AreEqual(0, fields.Count);
    }

    [TestMethod]
    [DataRow("a\rb")]
    [DataRow("a\nb")]
    [DataRow("a\r\nX: y")]
    [DataRow("\n")]
    [DataRow("a\x01")]
    [DataRow("a\x1F")]
    [DataRow("a\x7F")]
    public void A_value_has_no_line_breaks_and_no_control_characters(string value) => Refused("A", value);

    [TestMethod]
    [DataRow("")]
    [DataRow("a b\tc")]
    [DataRow("Zürich €")]
    [DataRow("\"a\": {b}, /c;d")]
    public void A_value_is_any_other_text(string value)
    {
        HttpFields fields = new HttpFields();
        fields.Set("A", value);
        Assert.AreEqual(value, fields.Get("A"));
    }

    [TestMethod]
    [DataRow("Content-Length")]
    [DataRow("content-length")]
    [DataRow("TRANSFER-ENCODING")]
    [DataRow("Connection")]
    [DataRow("Keep-Alive")]
    [DataRow("Expect")]
    [DataRow("Trailer")]
    [DataRow("TE")]
    [DataRow("Upgrade")]
    public void What_frames_a_message_is_the_librarys(string name) => Refused(name, "5");

    [TestMethod]
    public void There_are_at_most_64()
    {
        HttpFields fields = new HttpFields();
        for (int i = 0; i < HttpFields.Maximum; i++)
        {
            fields.Add("A" + i, "b");
        }

        Assert.AreEqual(64, fields.Count);
        Assert.AreEqual((int)HttpError.InvalidMessage, ErrorOf(fields, "B", "c"));
        fields.Set("A3", "c");
        Assert.AreEqual(64, fields.Count);
        Assert.AreEqual("c", fields.GetValue(63));
    }

    [TestMethod]
    public void Null_is_neither_name_nor_value()
    {
        HttpFields fields = new HttpFields();

        Assert.ThrowsException(typeof(ArgumentNullException), () => fields.Add(null!, "a"));
        Assert.ThrowsException(typeof(ArgumentNullException), () => fields.Set("A", null!));
        Assert.ThrowsException(typeof(ArgumentNullException), () => fields.Get(null!));
        Assert.ThrowsException(typeof(ArgumentNullException), () => fields.Remove(null!));
    }

    [TestMethod]
    public void There_is_no_field_of_another_number()
    {
        HttpFields fields = new HttpFields();
        fields.Add("A", "b");

        Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => fields.GetName(-1));
        Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => fields.GetName(1));
        Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => fields.GetValue(1));
    }

    private static void Refused(string name, string value)
    {
        HttpFields fields = new HttpFields();
        Assert.AreEqual((int)HttpError.InvalidMessage, ErrorOf(fields, name, value));
        Assert.AreEqual(0, fields.Count);
    }

    /// <summary>How adding and setting fail, or -1 where one of them does not.</summary>
    private static int ErrorOf(HttpFields fields, string name, string value)
    {
        try
        {
            fields.Add(name, value);
            return -1;
        }
        catch (HttpException)
        {
        }

        try
        {
            fields.Set(name, value);
            return -1;
        }
        catch (HttpException e)
        {
            return (int)e.Error;
        }
    }

    private static string Text(HttpFields fields)
    {
        string text = string.Empty;
        for (int i = 0; i < fields.Count; i++)
        {
            text = text + (i > 0 ? ", " : string.Empty) + fields.GetName(i) + ": " + fields.GetValue(i);
        }

        return text;
    }
}
