using System;
using EspNet.Http.Cookies;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Cookies;

/// <summary>Dates (RFC 9110, section 5.6.7; RFC 6265, section 5.1.1).</summary>
[TestClass]
public class HttpDateTests
{
    [TestMethod]
    [DataRow("Sun, 06 Nov 1994 08:49:37 GMT")]
    [DataRow("Sunday, 06-Nov-94 08:49:37 GMT")]
    [DataRow("Sun Nov  6 08:49:37 1994")]
    [DataRow("Sun, 06-Nov-1994 08:49:37 GMT")]
    [DataRow("sun, 06 nov 1994 08:49:37 gmt")]
    [DataRow("06 November 1994 8:49:37")]
    [DataRow("1994 Nov 6 08:49:37")]
    [DataRow("08:49:37 6/Nov/94")]
    [DataRow("\tNov;6;1994;08:49:37 ")]
    [DataRow("6 Nov 94 08:49:37 7 Dec 95 09:50:38")]
    public void The_formats_of_HTTP_and_what_resembles_them_are_read(string text)
    {
        DateTime utc;

        Assert.IsTrue(HttpDate.TryParse(text, out utc));
        Assert.AreEqual(new DateTime(1994, 11, 6, 8, 49, 37), utc);
    }

    [TestMethod]
    [DataRow("Jan", 1)]
    [DataRow("Feb", 2)]
    [DataRow("Mar", 3)]
    [DataRow("Apr", 4)]
    [DataRow("May", 5)]
    [DataRow("Jun", 6)]
    [DataRow("Jul", 7)]
    [DataRow("Aug", 8)]
    [DataRow("Sep", 9)]
    [DataRow("Oct", 10)]
    [DataRow("Nov", 11)]
    [DataRow("Dec", 12)]
    public void Every_month_is_known(string name, int month)
    {
        DateTime utc;

        Assert.IsTrue(HttpDate.TryParse("1 " + name + " 2030 00:00:00", out utc));
        Assert.AreEqual(new DateTime(2030, month, 1), utc);
        Assert.Contains(" " + name + " ", HttpDate.Format(utc));
    }

    [TestMethod]
    [DataRow("69", 2069)]
    [DataRow("70", 1970)]
    [DataRow("99", 1999)]
    [DataRow("00", 2000)]
    [DataRow("1601", 1601)]
    [DataRow("9999", 9999)]
    public void Two_digits_of_a_year_lie_between_1970_and_2069(string text, int year)
    {
        DateTime utc;

        Assert.IsTrue(HttpDate.TryParse("1 Jan " + text + " 00:00:00", out utc));
        Assert.AreEqual(year, utc.Year);
    }

    [TestMethod]
    [DataRow("29 Feb 2024 23:59:59", 29)]
    [DataRow("29 Feb 2000 00:00:00", 29)]
    [DataRow("28 Feb 2100 00:00:00", 28)]
    public void The_last_day_of_a_month_is_a_date(string text, int day)
    {
        DateTime utc;

        Assert.IsTrue(HttpDate.TryParse(text, out utc));
        Assert.AreEqual(day, utc.Day);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("0")]
    [DataRow("-1")]
    [DataRow("Thu, 01 Jan 1970")]
    [DataRow("01 Jan 00:00:00")]
    [DataRow("Jan 1970 00:00:00")]
    [DataRow("01 1970 00:00:00")]
    [DataRow("00 Jan 1970 00:00:00")]
    [DataRow("32 Jan 1970 00:00:00")]
    [DataRow("29 Feb 2023 00:00:00")]
    [DataRow("29 Feb 2100 00:00:00")]
    [DataRow("31 Apr 2023 00:00:00")]
    [DataRow("01 Jax 1970 00:00:00")]
    [DataRow("01 anf 1970 00:00:00")]
    [DataRow("01 Ja 1970 00:00:00")]
    [DataRow("01 Jan 1600 00:00:00")]
    [DataRow("01 Jan 10000 00:00:00")]
    [DataRow("01 Jan 1970 24:00:00")]
    [DataRow("01 Jan 1970 00:60:00")]
    [DataRow("01 Jan 1970 00:00:60")]
    [DataRow("01 Jan 1970 00:00")]
    [DataRow("01 Jan 1970 00::00")]
    [DataRow("01 Jan 1970 00:00:00:00")]
    [DataRow("01 Jan 1970 99999999999:00:00")]
    public void What_is_no_date_is_none(string text)
    {
        DateTime utc;

        Assert.IsFalse(HttpDate.TryParse(text, out utc));
        Assert.AreEqual(DateTime.MinValue, utc);
    }

    [TestMethod]
    public void A_date_is_written_in_the_preferred_format()
    {
        Assert.AreEqual("Sun, 06 Nov 1994 08:49:37 GMT", HttpDate.Format(new DateTime(1994, 11, 6, 8, 49, 37)));
        Assert.AreEqual("Thu, 29 Feb 2024 23:05:09 GMT", HttpDate.Format(new DateTime(2024, 2, 29, 23, 5, 9)));
    }

    [TestMethod]
    public void Every_day_of_the_week_has_its_name()
    {
        string[] names = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
        for (int i = 0; i < names.Length; i++)
        {
            Assert.StartsWith(names[i] + ", 0" + (i + 1).ToString() + " ", HttpDate.Format(new DateTime(2024, 1, i + 1)));
        }
    }
}
