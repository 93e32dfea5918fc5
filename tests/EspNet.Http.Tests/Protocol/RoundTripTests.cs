using System;
using EspNet.Http.Protocol;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Protocol;

/// <summary>What a writer writes, in pieces of any size and sent in pieces of any size, a reader reads.</summary>
[TestClass]
public class RoundTripTests
{
    private const int Rounds = 300;

    private static readonly string[] Values = { string.Empty, "x", "a, b;c=\"d\"", "Zürich €", "0123456789012345678901234567890123456789" };

    private static uint _state;

    [TestMethod]
    public void What_is_written_is_read()
    {
        for (int round = 0; round < Rounds; round++)
        {
            _state = (uint)((round * 7919) + 17);
            Run(round);
        }
    }

    private static void Run(int round)
    {
        bool isRequest = Next(2) == 0;
        HttpWriter writer = new HttpWriter(64 + Next(300));
        byte[] wire = new byte[8192];
        int sent = 0;
        string expected = string.Empty;
        for (int messages = 1 + Next(3); messages > 0; messages--)
        {
            bool isChunked = Next(2) == 0;
            byte[] body = Body(Next(3) == 0 ? Next(600) : Next(80));
            HttpFields fields = new HttpFields();
            string summary = string.Empty;
            for (int i = Next(4); i > 0; i--)
            {
                string value = Values[Next(Values.Length)];
                fields.Add("X-" + i, value);
                summary = summary + "(X-" + i + ": " + value + ")";
            }

            string trailer = summary;
            sent = Begin(writer, isRequest, fields, wire, sent);
            if (isChunked)
            {
                writer.AddChunked();
                summary += "(Transfer-Encoding: chunked)";
            }
            else
            {
                writer.AddContentLength(body.Length);
                summary = summary + "(Content-Length: " + body.Length + ")";
            }

            writer.EndHeader();
            sent = isChunked ? WriteChunks(writer, body, wire, sent) : WriteBody(writer, body, wire, sent);
            string trailers = string.Empty;
            if (isChunked)
            {
                bool hasTrailer = Next(2) == 0;
                writer.AppendLastChunk(hasTrailer ? fields : null);
                trailers = hasTrailer && fields.Count > 0 ? " +" + trailer : string.Empty;
            }

            sent = Send(writer, wire, sent);
            string text = body.Length > 80 ? " <" + body.Length + ">" : body.Length > 0 ? " \"" + System.Text.Encoding.UTF8.GetString(body, 0, body.Length) + "\"" : string.Empty;
            expected = expected + (expected.Length > 0 ? " " : string.Empty) +
                (isRequest ? "PUT /x 1 (Host: a)" : "200 OK 1 ") + summary + text + trailers + " keep";
        }

        byte[] bytes = new byte[sent];
        Array.Copy(wire, bytes, sent);
        ReaderRig rig = new ReaderRig(isRequest ? HttpRole.Server : HttpRole.Client) { BodyByte = BodyByte };
        for (int i = 0; i < 4; i++)
        {
            Assert.AreEqual(expected, rig.ReadOnce(bytes, 1 + Next(sent), 1 + Next(200), 64 + Next(200), 1 + Next(200), i >= 2), "Round " + round);
        }
    }

    private static int Begin(HttpWriter writer, bool isRequest, HttpFields fields, byte[] wire, int sent)
    {
        if (Next(2) == 0)
        {
            sent = Send(writer, wire, sent);
        }

        if (isRequest)
        {
            writer.BeginRequest("PUT", "/x");
            writer.AddField("Host", "a");
        }
        else
        {
            writer.BeginResponse(200, "OK");
        }

        writer.AddFields(fields);
        return sent;
    }

    private static int WriteChunks(HttpWriter writer, byte[] body, byte[] wire, int sent)
    {
        int done = 0;
        while (done < body.Length)
        {
            int piece = 1 + Next(body.Length - done);
            int taken = writer.AppendChunk(body, done, piece);
            done += taken;
            if (taken < piece)
            {
                sent = Send(writer, wire, sent);
            }
        }

        return sent;
    }

    private static int WriteBody(HttpWriter writer, byte[] body, byte[] wire, int sent)
    {
        int done = 0;
        while (done < body.Length)
        {
            int piece = 1 + Next(body.Length - done);
            if (!writer.TryAppend(body, done, piece))
            {
                sent = Send(writer, wire, sent);
                Array.Copy(body, done, wire, sent, piece);
                sent += piece;
            }

            done += piece;
        }

        return sent;
    }

    private static int Send(HttpWriter writer, byte[] wire, int sent)
    {
        Array.Copy(writer.Buffer, 0, wire, sent, writer.Count);
        int count = writer.Count;
        writer.Clear();
        return sent + count;
    }

    private static byte BodyByte(int index) => (byte)('a' + (index % 23));

    private static byte[] Body(int length)
    {
        byte[] body = new byte[length];
        for (int i = 0; i < length; i++)
        {
            body[i] = BodyByte(i);
        }

        return body;
    }

    private static int Next(int bound)
    {
        _state = (_state * 1664525) + 1013904223;
        return (int)((_state >> 8) % (uint)bound);
    }
}
