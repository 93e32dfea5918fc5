using System;
using EspNet.Http.Protocol;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Protocol;

[TestClass]
public class ReceivedFieldsTests
{
    private static readonly string[] NoNames = new string[0];

    [TestMethod]
    public void A_field_is_found_in_any_case()
    {
        HttpReceivedFields fields = Read("ETag: \"1\"\r\ncontent-TYPE: Text/Plain\r\n");

        Assert.AreEqual("\"1\"", fields.Get("etag"));
        Assert.AreEqual("\"1\"", fields.Get("ETAG"));
        Assert.AreEqual("Text/Plain", fields.Get("Content-Type"));
        Assert.IsNull(fields.Get("Content"));
        Assert.IsNull(fields.Get("Type"));
        Assert.IsNull(fields.Get("tag"));
        Assert.IsNull(fields.Get(string.Empty));
        Assert.IsNull(fields.Get("Text/Plain"));
    }

    [TestMethod]
    public void What_stands_in_a_value_is_no_field() =>
        Assert.IsNull(Read("A: B: c\r\n").Get("B"));

    [TestMethod]
    public void The_start_line_is_no_field()
    {
        HttpReader reader = Reader("HTTP/1.1 200 a: b\r\nC: d\r\n\r\n");

        Assert.AreEqual("200 a: b", reader.StatusCode + " " + reader.Reason);
        Assert.AreEqual(1, reader.Fields.Count);
        Assert.AreEqual("C", reader.Fields.GetName(0));
        Assert.IsNull(reader.Fields.Get("HTTP/1.1 200 a"));
    }

    [TestMethod]
    public void The_first_field_of_a_name_is_taken_and_all_are_found()
    {
        HttpReceivedFields fields = Read("Set-Cookie: a=1\r\nX: y\r\nset-cookie:\r\nSET-COOKIE: c=3 \r\n");

        Assert.AreEqual("a=1", fields.Get("Set-Cookie"));
        CollectionAssert.AreEqual(new string[] { "a=1", string.Empty, "c=3" }, fields.GetAll("Set-Cookie"));
        CollectionAssert.AreEqual(new string[] { "y" }, fields.GetAll("x"));
        CollectionAssert.AreEqual(NoNames, fields.GetAll("Set-Cookie2"));
        CollectionAssert.AreEqual(NoNames, fields.GetAll("Set"));
    }

    [TestMethod]
    public void Fields_are_numbered_in_their_order()
    {
        HttpReceivedFields fields = Read("A: 1\r\nb:2\r\nA: 3:4\r\n");

        Assert.AreEqual(3, fields.Count);
        Assert.AreEqual("A", fields.GetName(0));
        Assert.AreEqual("b", fields.GetName(1));
        Assert.AreEqual("A", fields.GetName(2));
        Assert.AreEqual("1", fields.GetValue(0));
        Assert.AreEqual("2", fields.GetValue(1));
        Assert.AreEqual("3:4", fields.GetValue(2));
    }

    [TestMethod]
    [DataRow(-1)]
    [DataRow(2)]
    [DataRow(int.MaxValue)]
    public void There_is_no_field_of_another_number(int index)
    {
        HttpReceivedFields fields = Read("A: 1\r\nB: 2\r\n");

        Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => fields.GetName(index));
        Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => fields.GetValue(index));
    }

    [TestMethod]
    public void A_message_may_have_no_fields()
    {
        HttpReceivedFields fields = Read(string.Empty);

        Assert.AreEqual(0, fields.Count);
        Assert.IsNull(fields.Get("A"));
        CollectionAssert.AreEqual(NoNames, fields.GetAll("A"));
        Assert.IsFalse(fields.HasToken("A", "b"));
        Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => fields.GetName(0));
    }

    [TestMethod]
    [DataRow("close", true)]
    [DataRow("Close", true)]
    [DataRow("CLOSE", true)]
    [DataRow("close, TE", true)]
    [DataRow("TE,close", true)]
    [DataRow("TE, close ,x", true)]
    [DataRow("a,\tclose", true)]
    [DataRow("close-not, close", true)]
    [DataRow("not-close,close", true)]
    [DataRow("closeclose,close", true)]
    [DataRow("closed", false)]
    [DataRow("disclose", false)]
    [DataRow("close-not", false)]
    [DataRow("x-close", false)]
    [DataRow("clos", false)]
    [DataRow("closeclose", false)]
    [DataRow("\"close\"", false)]
    [DataRow("", false)]
    public void A_token_is_found_between_the_commas_of_a_list(string value, bool isThere) =>
        Assert.AreEqual(isThere, Read("Connection: " + value + "\r\n").HasToken("Connection", "cLose"));

    [TestMethod]
    public void A_token_is_found_in_every_field_of_the_name_and_in_no_other()
    {
        HttpReceivedFields fields = Read("Connection: a\r\nConnection:\r\nCONNECTION: b, Upgrade\r\nX: c\r\n");

        Assert.IsTrue(fields.HasToken("connection", "a"));
        Assert.IsTrue(fields.HasToken("connection", "upgrade"));
        Assert.IsFalse(fields.HasToken("connection", "c"));
        Assert.IsFalse(fields.HasToken("y", "c"));
        Assert.IsTrue(Read("Expect: a;100-continue\r\n").HasToken("Expect", "100-Continue"));
    }

    [TestMethod]
    public void Null_is_no_name_and_no_token()
    {
        HttpReceivedFields fields = Read("A: 1\r\n");

        Assert.ThrowsException(typeof(ArgumentNullException), () => fields.Get(null!));
        Assert.ThrowsException(typeof(ArgumentNullException), () => fields.GetAll(null!));
        Assert.ThrowsException(typeof(ArgumentNullException), () => fields.HasToken(null!, "a"));
        Assert.ThrowsException(typeof(ArgumentNullException), () => fields.HasToken("A", null!));
    }

    internal static HttpReader Reader(string text)
    {
        byte[] bytes = RigText.Bytes(text);
        HttpReader reader = new HttpReader(HttpRole.Client, new HttpLimits(), 1024);
        Array.Copy(bytes, reader.Buffer, bytes.Length);
        reader.Advance(bytes.Length);
        Assert.AreEqual((int)HttpReadResult.Complete, (int)reader.ReadHeader());
        return reader;
    }

    private static HttpReceivedFields Read(string lines) => Reader("HTTP/1.1 200 OK\r\n" + lines + "\r\n").Fields;
}
