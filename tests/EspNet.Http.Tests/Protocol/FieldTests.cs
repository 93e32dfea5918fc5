using EspNet.Http.Protocol;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Protocol;

/// <summary>RFC 9110, section 5, and RFC 9112, section 5.</summary>
[TestClass]
public class FieldTests
{
    private const string Start = "GET / HTTP/1.1\r\nHost: a\r\n";
    private const string Summary = "GET / 1 (Host: a)";

    [TestMethod]
    [DataRow("A: b", "(A: b)")]
    [DataRow("A:b", "(A: b)")]
    [DataRow("A:  \t b \t ", "(A: b)")]
    [DataRow("A:", "(A: )")]
    [DataRow("A: ", "(A: )")]
    [DataRow("A: \t ", "(A: )")]
    [DataRow("A: b c\td", "(A: b c\td)")]
    [DataRow("A: b: c", "(A: b: c)")]
    [DataRow("A::", "(A: :)")]
    [DataRow("!#$%&'*+-.^_`|~09azAZ: b", "(!#$%&'*+-.^_`|~09azAZ: b)")]
    [DataRow("A: \"(),/:;<=>?@[\\]", "(A: \"(),/:;<=>?@[\\])")]
    [DataRow("A: Zürich €", "(A: Zürich €)")]
    [DataRow("A: b\r\nA: c\r\na: d", "(A: b)(A: c)(a: d)")]
    public void A_field_is_a_token_a_colon_and_a_value_without_the_blanks_around_it(string lines, string fields) =>
        Expect.Request(Start + lines + "\r\n\r\n", Summary + fields + " keep");

    [TestMethod]
    [DataRow(": b")]
    [DataRow("A : b")]
    [DataRow("A\t: b")]
    [DataRow("A B: b")]
    [DataRow("A")]
    [DataRow("A b")]
    [DataRow("A(: b")]
    [DataRow("A): b")]
    [DataRow("A,: b")]
    [DataRow("A/: b")]
    [DataRow("A;: b")]
    [DataRow("A<: b")]
    [DataRow("A=: b")]
    [DataRow("A>: b")]
    [DataRow("A?: b")]
    [DataRow("A@: b")]
    [DataRow("[A: b")]
    [DataRow("\\A: b")]
    [DataRow("]A: b")]
    [DataRow("{7B}A: b")]
    [DataRow("{7D}A: b")]
    [DataRow("\"A\": b")]
    [DataRow("Ä: b")]
    [DataRow("A\u00A0: b")]
    [DataRow("A\u200B: b")]
    public void A_name_that_is_no_token_is_refused(string line)
    {
        Expect.BadRequest(Start + line + "\r\n\r\n", (int)HttpProtocolError.BadFieldName);
        Expect.BadRequest(Start + line + "\r\nB: c\r\n\r\n", (int)HttpProtocolError.BadFieldName);
    }

    [TestMethod]
    [DataRow("{FF}A: b")]
    [DataRow("A{FF}: b")]
    [DataRow("A{C0}{80}: b")]
    [DataRow("A{E9}B: {FF}")]
    public void A_byte_that_is_no_utf_8_is_no_token_either(string line) =>
        Expect.BadRequest(Start + line + "\r\n\r\n", (int)HttpProtocolError.BadFieldName);

    [TestMethod]
    public void Every_control_character_but_tab_is_refused_in_a_value()
    {
        for (int c = 1; c <= 0x7F; c++)
        {
            bool isText = (c >= ' ' && c < 0x7F) || c == '\t';
            if (isText || c == '\r' || c == '\n')
            {
                continue;
            }

            Expect.BadResponse("HTTP/1.1 200 OK\r\nA: b" + Escape(c) + "\r\n\r\n", (int)HttpProtocolError.BadFieldValue);
        }
    }

    [TestMethod]
    public void Every_character_of_ascii_that_no_token_holds_is_refused_in_a_name()
    {
        for (int c = ' '; c < 0x7F; c++)
        {
            bool isToken = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "!#$%&'*+-.^_`|~".IndexOf((char)c) >= 0;
            byte[] message = RigText.Bytes(Start + "AxB: b\r\n\r\n");
            message[Start.Length + 1] = (byte)c;
            string summary = new ReaderRig(HttpRole.Server).ReadOnce(message, 1000, 1, 1000, 1, false);
            Assert.AreEqual(c != ':' && !isToken, summary == "!" + (int)HttpProtocolError.BadFieldName, "Character " + c);
        }
    }

    [TestMethod]
    public void Nul_is_refused_in_names_and_values()
    {
        Expect.BadRequest(Start + "A: b{00}c\r\n\r\n", (int)HttpProtocolError.BadFieldValue);
        Expect.BadRequest(Start + "A: b\r\n{00}: c\r\n\r\n", (int)HttpProtocolError.BadFieldValue);
    }

    [TestMethod]
    [DataRow(" ")]
    [DataRow("\t")]
    [DataRow(" b")]
    [DataRow("\tB: c")]
    public void A_folded_line_is_refused(string line)
    {
        Expect.BadRequest(Start + line + "\r\n\r\n", (int)HttpProtocolError.LineFolding);
        Expect.BadRequest("GET / HTTP/1.1\r\n" + line + "\r\nHost: a\r\n\r\n", (int)HttpProtocolError.LineFolding);
        Expect.BadResponse("HTTP/1.1 200 OK\r\nA: b\r\n" + line + "\r\n\r\n", (int)HttpProtocolError.LineFolding);
    }

    [TestMethod]
    [DataRow("A: b\rc\r\n\r\n")]
    [DataRow("A: b\r\r\n\r\n")]
    [DataRow("A\r: b\r\n\r\n")]
    [DataRow("\rA: b\r\n\r\n")]
    [DataRow("A: b\nc: d\r\n\r\n")]
    [DataRow("A: b\r\n\n")]
    [DataRow("A: b\n\r\n")]
    public void A_line_break_must_be_both_characters(string lines) =>
        Expect.BadRequest(Start + lines, (int)HttpProtocolError.BareLineBreak);

    [TestMethod]
    public void Latin_1_in_a_value_is_no_reason_to_refuse_the_message() =>
        Expect.Request(Start + "A: Z{FC}rich\r\n\r\n", Summary + "(A: Z\uFFFDrich) keep");

    private static string Escape(int c) => "{" + "0123456789ABCDEF".Substring(c / 16, 1) + "0123456789ABCDEF".Substring(c % 16, 1) + "}";
}
