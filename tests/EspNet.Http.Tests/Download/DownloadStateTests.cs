using System;
using System.Text;
using EspNet.Http.Internal;
using EspNet.Http.Protocol;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Download;

/// <summary>What each answer means for a download: parts are put together only when they surely belong together.</summary>
[TestClass]
public class DownloadStateTests
{
    private const string Version = "\"v1\"";

    private static DownloadState s_state = null!;

    [TestMethod]
    public void The_first_request_asks_for_everything()
    {
        s_state = new DownloadState(0, null, false, false);
        HttpFields fields = new HttpFields();

        s_state.Prepare(fields);

        Assert.AreEqual(0, fields.Count);
    }

    [TestMethod]
    public void After_a_cut_the_rest_of_the_same_version_is_asked_for()
    {
        Begin(100, "ETag: \"v1\"\r\nLast-Modified: Mon, 23 Nov 2026 08:00:00 GMT", false, false);
        HttpFields fields = new HttpFields();

        s_state.Prepare(fields);

        Assert.AreEqual("bytes=40-", fields.Get("Range"));
        Assert.AreEqual(Version, fields.Get("If-Range"));
    }

    [TestMethod]
    public void A_weak_tag_is_no_version_and_the_date_stands_in_for_it()
    {
        Begin(100, "ETag: W/\"v1\"\r\nLast-Modified: Mon, 23 Nov 2026 08:00:00 GMT\r\nDate: Mon, 23 Nov 2026 08:00:01 GMT", false, false);

        Assert.AreEqual("Mon, 23 Nov 2026 08:00:00 GMT", s_state.Validator);
    }

    [TestMethod]
    [DataRow("Date: Mon, 23 Nov 2026 08:00:00 GMT")]
    [DataRow("Date: Mon, 23 Nov 2026 07:59:59 GMT")]
    [DataRow("Date: yesterday")]
    [DataRow("X: y")]
    public void A_date_as_young_as_the_answer_tells_no_versions_apart(string line)
    {
        Begin(100, "Last-Modified: Mon, 23 Nov 2026 08:00:00 GMT\r\n" + line, false, false);

        Assert.IsNull(s_state.Validator);
    }

    [TestMethod]
    public void Without_a_version_the_rest_is_asked_for_only_when_a_digest_will_tell()
    {
        Begin(100, "X: y", false, false);
        Assert.IsFalse(s_state.CanAsk);
        Assert.IsFalse(s_state.CanResume);

        Begin(100, "X: y", true, false);
        Assert.IsFalse(s_state.CanAsk);
        Assert.IsTrue(s_state.CanResume);

        Begin(100, "X: y", false, true);
        HttpFields fields = new HttpFields();
        s_state.Prepare(fields);
        Assert.AreEqual("bytes=40-", fields.Get("Range"));
        Assert.IsNull(fields.Get("If-Range"));
    }

    [TestMethod]
    [DataRow("bytes 40-99/100")]
    [DataRow("bytes 40-59/100")]
    [DataRow("bytes 40-99/*")]
    public void The_part_that_was_asked_for_is_appended(string range)
    {
        Begin(100, "ETag: \"v1\"", false, false);

        Assert.AreEqual((int)DownloadStep.Append, (int)Accept(206, "ETag: \"v1\"\r\nContent-Range: " + range, 60));
        Assert.AreEqual(100, (int)s_state.Total);
    }

    [TestMethod]
    public void A_part_that_is_less_than_was_asked_for_is_not_the_end()
    {
        Begin(100, "ETag: \"v1\"", false, false);
        Accept(206, "ETag: \"v1\"\r\nContent-Range: bytes 40-59/100", 20);
        Assert.IsFalse(s_state.IsPartComplete);

        s_state.Append(20);

        Assert.IsTrue(s_state.IsPartComplete);
        Assert.IsFalse(s_state.IsComplete);
        s_state.Append(40);
        Assert.IsTrue(s_state.IsComplete);
    }

    [TestMethod]
    [DataRow("X: y")]
    [DataRow("Content-Range: bytes */100")]
    public void A_part_of_a_whole_of_unknown_length_is_the_end_when_nothing_follows(string line)
    {
        s_state = new DownloadState(40, Version, false, false);
        Assert.AreEqual((int)DownloadStep.Append, (int)Accept(206, "Content-Range: bytes 40-99/*", 60));
        s_state.Append(60);
        Assert.IsFalse(s_state.IsComplete);

        Assert.AreEqual((int)DownloadStep.Done, (int)Accept(416, line, 0));
    }

    [TestMethod]
    public void Content_without_a_length_ends_with_its_answer()
    {
        s_state = new DownloadState(0, null, false, false);
        Accept(200, "X: y", -1);
        s_state.Append(40);

        Assert.IsTrue(s_state.IsPartComplete);
        Assert.IsTrue(s_state.IsComplete);
    }

    [TestMethod]
    [DataRow("bytes 39-99/100")]
    [DataRow("bytes 41-99/100")]
    [DataRow("bytes 0-99/100")]
    [DataRow("nonsense")]
    public void Another_part_is_an_error(string range)
    {
        Begin(100, "ETag: \"v1\"", true, true);

        Fails(206, "ETag: \"v1\"\r\nContent-Range: " + range, 60);
    }

    [TestMethod]
    public void A_part_that_nobody_asked_for_is_an_error()
    {
        s_state = new DownloadState(0, null, true, true);

        Fails(206, "Content-Range: bytes 0-9/10", 10);
    }

    [TestMethod]
    [DataRow("ETag: \"v2\"\r\nContent-Range: bytes 40-99/100")]
    [DataRow("ETag: \"v1\"\r\nContent-Range: bytes 40-99/101")]
    public void A_part_of_another_version_begins_the_download_anew_or_ends_it(string lines)
    {
        Begin(100, "ETag: \"v1\"", true, false);
        Assert.AreEqual((int)DownloadStep.Restart, (int)Accept(206, lines, 60));
        Assert.AreEqual(0, (int)s_state.Received);
        Assert.IsNull(s_state.Validator);

        Begin(100, "ETag: \"v1\"", false, false);
        Fails(206, lines, 60);
    }

    [TestMethod]
    public void The_whole_of_the_same_version_is_read_over_up_to_where_it_was_cut()
    {
        Begin(100, "ETag: \"v1\"", true, false);

        Assert.AreEqual((int)DownloadStep.Skip, (int)Accept(200, "ETag: \"v1\"", 100));
        Assert.AreEqual(40, (int)s_state.Received);
    }

    [TestMethod]
    public void The_whole_of_another_version_begins_the_download_anew_or_ends_it()
    {
        Begin(100, "ETag: \"v1\"", true, true);
        Assert.AreEqual((int)DownloadStep.Restart, (int)Accept(200, "ETag: \"v2\"", 70));
        Assert.AreEqual(0, (int)s_state.Received);
        Assert.AreEqual(70, (int)s_state.Total);
        Assert.AreEqual("\"v2\"", s_state.Validator);

        Begin(100, "ETag: \"v1\"", false, true);
        Fails(200, "ETag: \"v2\"", 100);
    }

    [TestMethod]
    public void The_whole_without_a_version_is_believed_only_when_a_digest_will_tell()
    {
        Begin(100, "X: y", false, true);
        Assert.AreEqual((int)DownloadStep.Skip, (int)Accept(200, "X: y", 100));

        Begin(100, "X: y", false, true);
        Fails(200, "X: y", 101);

        Begin(100, "ETag: \"v1\"", true, false);
        Assert.AreEqual((int)DownloadStep.Restart, (int)Accept(200, "X: y", 100));
    }

    [TestMethod]
    public void A_whole_that_is_shorter_than_what_is_there_is_another_version()
    {
        Begin(100, "ETag: \"v1\"", false, false);

        Fails(200, "ETag: \"v1\"", 39);
    }

    [TestMethod]
    public void What_cannot_be_satisfied_is_the_end_when_everything_is_there()
    {
        Begin(40, "ETag: \"v1\"", false, false);

        Assert.AreEqual((int)DownloadStep.Done, (int)Accept(416, "Content-Range: bytes */40", 0));
    }

    [TestMethod]
    [DataRow("Content-Range: bytes */39")]
    [DataRow("X: y")]
    public void What_cannot_be_satisfied_otherwise_begins_the_download_anew_or_ends_it(string lines)
    {
        Begin(100, "ETag: \"v1\"", true, true);
        Assert.AreEqual((int)DownloadStep.Restart, (int)Accept(416, lines, 0));

        Begin(100, "ETag: \"v1\"", false, true);
        Fails(416, lines, 0);
    }

    [TestMethod]
    [DataRow(408)]
    [DataRow(429)]
    [DataRow(500)]
    [DataRow(501)]
    [DataRow(507)]
    [DataRow(520)]
    [DataRow(204)]
    [DataRow(502)]
    [DataRow(503)]
    [DataRow(504)]
    public void A_server_in_trouble_is_asked_again_later(int status)
    {
        Begin(100, "ETag: \"v1\"", false, false);

        Assert.AreEqual((int)DownloadStep.Later, (int)Accept(status, "X: y", 0));
        Assert.AreEqual(40, (int)s_state.Received);
    }

    /// <summary>A download of which 40 bytes have come.</summary>
    private static void Begin(int length, string lines, bool canRewind, bool isVerified)
    {
        s_state = new DownloadState(0, null, canRewind, isVerified);
        Assert.AreEqual((int)DownloadStep.Append, (int)Accept(200, lines, length));
        s_state.Append(40);
    }

    private static DownloadStep Accept(int status, string lines, long length) => s_state.Accept(status, Fields(lines), length);

    private static void Fails(int status, string lines, long length)
    {
        HttpError error = HttpError.Cancelled;
        try
        {
            Accept(status, lines, length);
        }
        catch (HttpException e)
        {
            error = e.Error;
        }

        Assert.AreEqual((int)HttpError.ContentChanged, (int)error);
    }

    private static HttpReceivedFields Fields(string lines)
    {
        byte[] bytes = Encoding.UTF8.GetBytes("HTTP/1.1 200 OK\r\n" + lines + "\r\n\r\n");
        HttpReader reader = new HttpReader(HttpRole.Client, new HttpLimits(), 512);
        Array.Copy(bytes, 0, reader.Buffer, 0, bytes.Length);
        reader.Advance(bytes.Length);
        Assert.AreEqual((int)HttpReadResult.Complete, (int)reader.ReadHeader());
        return reader.Fields;
    }
}
