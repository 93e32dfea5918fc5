using System;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests;

/// <summary>Queries and forms.</summary>
[TestClass]
public class HttpFormTests
{
    [TestMethod]
    [DataRow("a=b", "a", "b")]
    [DataRow("a", "a", "")]
    [DataRow("a=", "a", "")]
    [DataRow("=b", "", "b")]
    [DataRow("a=b=c", "a", "b=c")]
    [DataRow("&&a=b&", "a", "b")]
    [DataRow("a+b=c+d", "a b", "c d")]
    [DataRow("a%20b=c%2Bd%26e%3d", "a b", "c+d&e=")]
    [DataRow("%C3%BC=%e2%82%ac", "ü", "€")]
    [DataRow("ü=€%21", "ü", "€!")]
    [DataRow("a;b=c;d", "a;b", "c;d")]
    [DataRow("%=%4&b", "%", "%4")]
    [DataRow("a%zz=100%", "a%zz", "100%")]
    public void A_pair_is_decoded_and_what_is_not_encoded_stays(string text, string name, string value)
    {
        HttpForm form = HttpForm.Parse(text);

        Assert.AreEqual(name, form.GetName(0));
        Assert.AreEqual(value, form.GetValue(0));
    }

    [TestMethod]
    [DataRow("", 0)]
    [DataRow("&", 0)]
    [DataRow("&&&", 0)]
    [DataRow("a", 1)]
    [DataRow("a&b", 2)]
    [DataRow("&a&&b&", 2)]
    [DataRow("=", 1)]
    public void Empty_pairs_do_not_count(string text, int count) => Assert.AreEqual(count, HttpForm.Parse(text).Count);

    [TestMethod]
    public void Order_and_repeated_names_are_kept()
    {
        HttpForm form = HttpForm.Parse("b=1&a=2&b=3&B=4");

        Assert.AreEqual("b", form.GetName(0));
        Assert.AreEqual("a", form.GetName(1));
        Assert.AreEqual("3", form.GetValue(2));
        Assert.AreEqual("4", form.GetValue(3));
    }

    [TestMethod]
    public void Get_answers_the_first_value_of_a_name_in_its_case()
    {
        HttpForm form = HttpForm.Parse("b=1&a=2&b=3&B=4");

        Assert.AreEqual("1", form.Get("b"));
        Assert.AreEqual("4", form.Get("B"));
        Assert.AreEqual("2", form.Get("a"));
        Assert.IsNull(form.Get("A"));
        Assert.IsNull(form.Get(string.Empty));
    }

    [TestMethod]
    [DataRow("a=b%00c")]
    [DataRow("a=b%ffc")]
    [DataRow("a=b%C3c")]
    public void What_no_string_can_hold_is_replaced(string text)
    {
        HttpForm form = HttpForm.Parse(text);

        Assert.AreEqual("b\uFFFDc", form.GetValue(0));
    }

    [TestMethod]
    public void A_form_is_sent_encoded()
    {
        HttpForm form = new HttpForm();
        form.Add("a b", "c&d=e");
        form.Add("ü", "+%/~-._*");
        form.Add(string.Empty, string.Empty);

        Assert.AreEqual("a%20b=c%26d%3De&%C3%BC=%2B%25%2F~-._%2A&=", form.ToString());
        Assert.AreEqual(3, form.Count);
    }

    [TestMethod]
    public void What_was_sent_is_read_again()
    {
        HttpForm form = new HttpForm();
        form.Add("a b", "c&d=e\r\nf");
        form.Add("ü\"", "+%00");

        HttpForm read = HttpForm.Parse(form.ToString());

        Assert.AreEqual(2, read.Count);
        Assert.AreEqual("c&d=e\r\nf", read.Get("a b"));
        Assert.AreEqual("+%00", read.Get("ü\""));
    }

    [TestMethod]
    public void An_empty_form_is_an_empty_text() => Assert.AreEqual(string.Empty, new HttpForm().ToString());

    [TestMethod]
    public void More_pairs_than_the_maximum_are_refused()
    {
        Assert.AreEqual(2, HttpForm.Parse("a&b", 2).Count);
        Refusal.Is(HttpError.TooLarge, "more than 2 pairs", () => HttpForm.Parse("a&b&c", 2));

        HttpForm form = new HttpForm(1);
        form.Add("a", "b");
        Refusal.Is(HttpError.TooLarge, "more than 1 pairs", () => form.Add("c", "d"));
        Assert.AreEqual(1, form.Count);
    }

    [TestMethod]
    public void The_maximum_is_64_without_another()
    {
        HttpForm form = new HttpForm();
        for (int i = 0; i < 64; i++)
        {
            form.Add("a", "b");
        }

        string text = form.ToString();
        Assert.AreEqual(64, HttpForm.Parse(text).Count);
        Refusal.Is(HttpError.TooLarge, "more than 64 pairs", () => HttpForm.Parse(text + "&a"));
        Refusal.Is(HttpError.TooLarge, "more than 64 pairs", () => form.Add("a", "b"));
    }

    [TestMethod]
    public void Arguments_are_checked()
    {
        HttpForm form = HttpForm.Parse("a=b");

        Assert.ThrowsException(typeof(ArgumentNullException), () => HttpForm.Parse(null!));
        Assert.ThrowsException(typeof(ArgumentNullException), () => form.Get(null!));
        Assert.ThrowsException(typeof(ArgumentNullException), () => form.Add(null!, "a"));
        Assert.ThrowsException(typeof(ArgumentNullException), () => form.Add("a", null!));
        Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => new HttpForm(0).ToString());
        Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => HttpForm.Parse("a", 0));
        Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => form.GetName(-1));
        Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => form.GetName(1));
        Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => form.GetValue(-1));
        Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => form.GetValue(1));
    }
}
