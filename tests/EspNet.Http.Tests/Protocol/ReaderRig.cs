using System;
using System.Text;
using EspNet.Http.Protocol;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Protocol;

/// <summary>
/// Reads a text as the messages of a connection, which then ends, and says in one line what came out. It is read whole,
/// split in two at every byte, byte by byte, and straight into the body's destination, and all of it must say the same.
/// </summary>
/// <remarks>
/// A message is <c>GET /a 1 (Host: x) "body" +(Trailer: y) keep</c>: start line with the minor version, fields, body,
/// trailers, and whether another message may follow. After it comes <c> ~5</c> where 5 bytes were left over, or
/// <c>!11</c>, the number of an error, or <c>...</c> where the message ended too early.
/// </remarks>
internal sealed class ReaderRig
{
    internal delegate byte ByteAt(int index);

    private const int Whole = int.MaxValue;
    private const int MostCalls = 100_000;

    // A body longer than this is told by its length.
    private const int LongestBodyShown = 80;

    private readonly HttpRole _role;
    private byte[] _bytes = new byte[0];
    private byte[] _body = new byte[0];
    private int _fed;
    private int _pieceEnd;
    private int _piece;
    private int _calls;
    private HttpReader _reader = null!;

    internal ReaderRig(HttpRole role)
    {
        _role = role;
    }

    internal HttpLimits Limits { get; } = new HttpLimits();

    /// <summary>The first response answers HEAD.</summary>
    internal bool IsHead { get; set; }

    /// <summary>The bytes of every body; null where only the summary counts.</summary>
    internal ByteAt? BodyByte { get; set; }

    /// <summary>Reads it in all ways.</summary>
    internal string Read(string text) => Read(RigText.Bytes(text));

    internal string Read(byte[] bytes)
    {
        string whole = ReadOnce(bytes, Whole, Whole, 4096, 4096, false);
        Compare(whole, ReadOnce(bytes, 1, 1, 64, 1, false), "byte by byte");
        Compare(whole, ReadOnce(bytes, 3, 40, 64, 40, true), "directly");
        Compare(whole, ReadOnce(bytes, 1, 1, 64, 64, true), "directly, byte by byte");
        for (int split = 1; split < bytes.Length; split += RigSplits.Step)
        {
            Compare(whole, ReadOnce(bytes, split, Whole, 64, 7, false), "split at " + split);
        }

        return whole;
    }

    /// <summary>Reads it in one way.</summary>
    internal string ReadOnce(byte[] bytes, int first, int piece, int bufferSize, int readSize, bool isDirect)
    {
        _reader = new HttpReader(_role, Limits, bufferSize);
        _bytes = bytes;
        _body = new byte[bytes.Length + readSize];
        _fed = 0;
        _pieceEnd = first < bytes.Length ? first : bytes.Length;
        _piece = piece;
        _calls = 0;
        _reader.Begin(IsHead);
        string summary = string.Empty;
        while (true)
        {
            HttpReadResult result = _reader.ReadHeader();
            if (result == HttpReadResult.Error)
            {
                return summary + Error();
            }

            if (result == HttpReadResult.NeedMore)
            {
                if (Feed())
                {
                    continue;
                }

                Assert.IsFalse(_reader.EndOfInput(), "A header that did not come is whole.");
                return _reader.IsMidMessage ? summary + "..." : summary;
            }

            summary = summary + (summary.Length > 0 ? " " : string.Empty) + Header();
            if (_reader.IsUpgraded)
            {
                return summary + " upgraded" + Rest();
            }

            int length = ReadBody(readSize, isDirect);
            for (int i = 0; i < length && BodyByte is not null; i++)
            {
                Assert.AreEqual(BodyByte(i), _body[i], "A body's byte.");
            }

            summary += length > LongestBodyShown ? " <" + length + ">"
                : length > 0 ? " \"" + Encoding.UTF8.GetString(_body, 0, length) + "\"" : string.Empty;
            if (_reader.Error != HttpProtocolError.None)
            {
                return summary + " " + Error();
            }

            if (!_reader.IsComplete)
            {
                return summary + "...";
            }

            summary = summary + (_reader.Trailers is null ? string.Empty : " +" + Fields(_reader.Trailers)) + (_reader.KeepAlive ? " keep" : " close");
            if (!_reader.KeepAlive)
            {
                return summary + Rest();
            }

            if (_role == HttpRole.Client && _reader.StatusCode < 200)
            {
                _reader.BeginFinalResponse();
            }
            else
            {
                _reader.Begin(false);
            }
        }
    }

    private static void Compare(string expected, string actual, string way)
    {
        if (expected != actual)
        {
            Assert.AreEqual(expected, actual, "Read " + way);
        }
    }

    private static string Fields(HttpReceivedFields fields)
    {
        string text = string.Empty;
        for (int i = 0; i < fields.Count; i++)
        {
            text = text + "(" + fields.GetName(i) + ": " + fields.GetValue(i) + ")";
        }

        return text;
    }

    private string Header()
    {
        string start = _role == HttpRole.Server ? _reader.Method + " " + _reader.Target : _reader.StatusCode + " " + _reader.Reason;
        return start + " " + _reader.MinorVersion + (_reader.Fields.Count > 0 ? " " + Fields(_reader.Fields) : string.Empty);
    }

    private int ReadBody(int readSize, bool isDirect)
    {
        int total = 0;
        while (true)
        {
            int direct = isDirect ? _reader.GetDirectCount(readSize) : 0;
            if (direct > 0 && NextPiece())
            {
                Assert.IsTrue(direct <= readSize, "More is read directly than was asked for.");
                int count = direct < _pieceEnd - _fed ? direct : _pieceEnd - _fed;
                Array.Copy(_bytes, _fed, _body, total, count);
                _fed += count;
                total += count;
                _reader.ReadDirectly(count);
                continue;
            }

            int read = _reader.ReadBody(_body, total, readSize);
            total += read;
            if (read == 0 && (_reader.IsComplete || _reader.Error != HttpProtocolError.None || !Feed()))
            {
                bool isWhole = _reader.EndOfInput();
                Assert.IsTrue(isWhole == _reader.IsComplete, "A message is whole and not complete, or the reverse.");
                return total;
            }
        }
    }

    /// <summary>Puts the next bytes into the buffer; false when there are none.</summary>
    private bool Feed()
    {
        Assert.IsTrue(++_calls < MostCalls, "Without an end.");
        if (!NextPiece())
        {
            return false;
        }

        _reader.Reserve();
        int count = _pieceEnd - _fed < _reader.Free ? _pieceEnd - _fed : _reader.Free;
        Assert.IsTrue(count > 0, "More is needed, and there is no room for it.");
        Array.Copy(_bytes, _fed, _reader.Buffer, _reader.Position, count);
        _reader.Advance(count);
        _fed += count;
        return true;
    }

    private bool NextPiece()
    {
        if (_fed == _pieceEnd)
        {
            _pieceEnd = _piece < _bytes.Length - _fed ? _fed + _piece : _bytes.Length;
        }

        return _fed < _pieceEnd;
    }

    private string Rest()
    {
        int rest = _reader.Buffered + _bytes.Length - _fed;
        return rest > 0 ? " ~" + rest : string.Empty;
    }

    /// <summary>An error stays, whatever is done but a reset.</summary>
    private string Error()
    {
        HttpProtocolError error = _reader.Error;
        Assert.IsFalse(_reader.KeepAlive, "A damaged connection is kept.");
        Assert.AreEqual(0, _reader.ReadBody(_body, 0, 1));
        Assert.IsFalse(_reader.EndOfInput(), "A damaged message is whole.");
        _reader.Begin(false);
        Assert.AreEqual((int)HttpReadResult.Error, (int)_reader.ReadHeader());
        Assert.AreEqual((int)error, (int)_reader.Error);
        return "!" + (int)error;
    }
}
