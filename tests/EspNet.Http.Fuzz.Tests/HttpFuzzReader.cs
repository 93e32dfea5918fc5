using System.Runtime.InteropServices;
using EspNet.Http.Protocol;

namespace EspNet.Http.Fuzz.Tests;

/// <summary>Feeds a stream to a reader in pieces of its own and sums up what came out, which no split may change.</summary>
internal sealed class HttpFuzzReader(FuzzRandom random)
{
    private const ulong Prime = 0x100000001B3;

    private const int MostWanted = 2048;

    // All of a body, which is never more than its stream.
    private readonly byte[] _body = new byte[(64 * 1024) + MostWanted];
    private byte[] _bytes = [];
    private int _count;
    private int _fed;
    private int _largestPiece;
    private int _calls;
    private int _mostCalls;
    private int _mostBuffer;
    private HttpReader _reader = null!;

    /// <summary>Of all messages, how they ended and what was left.</summary>
    internal ulong Summary { get; private set; }

    internal HttpProtocolError Error { get; private set; }

    /// <summary>Final messages that came to their end.</summary>
    internal int Messages { get; private set; }

    internal int WithBody { get; private set; }

    internal int WithTrailers { get; private set; }

    internal int DirectBytes { get; private set; }

    internal bool IsCutOff { get; private set; }

    internal bool IsUpgraded { get; private set; }

    internal void Run(HttpReader reader, FuzzBytes bytes, int headMask, HttpFuzzVariant variant, HttpRole role)
    {
        _reader = reader;
        _bytes = bytes.Data;
        _count = bytes.Count;
        _fed = 0;
        _largestPiece = random.Next(8) switch { 0 => 1, 1 => 8, 2 => 40, < 6 => 150, _ => int.MaxValue };
        _calls = 0;
        _mostCalls = 64 + (8 * _count);
        _mostBuffer = Math.Max(reader.Buffer.Length, variant.Limits.LargestSection);
        Summary = 14695981039346656037;
        Messages = 0;
        WithBody = 0;
        WithTrailers = 0;
        DirectBytes = 0;
        IsCutOff = false;
        IsUpgraded = false;
        Read(headMask, role);
        Error = reader.Error;
        if (Error != HttpProtocolError.None)
        {
            CheckErrorStays();
        }

        Add((ulong)Error);
        Add((ulong)Messages);
        Add((IsCutOff ? 1UL : 0) + (IsUpgraded ? 2UL : 0));
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new FuzzFailure(message);
        }
    }

    private void Read(int headMask, HttpRole role)
    {
        bool isFinal = true;
        while (true)
        {
            bool answersHead = ((headMask >> Messages) & 1) != 0;
            if (isFinal)
            {
                _reader.Begin(answersHead);
            }
            else
            {
                _reader.BeginFinalResponse();
            }

            HttpReadResult result;
            while ((result = ReadHeader()) == HttpReadResult.NeedMore)
            {
                if (!Feed())
                {
                    Require(!_reader.EndOfInput(), "A header that did not come is whole.");
                    IsCutOff = _reader.IsMidMessage;
                    return;
                }
            }

            Require((result == HttpReadResult.Error) == (_reader.Error != HttpProtocolError.None), "An error without a name, or the reverse.");
            if (result == HttpReadResult.Error)
            {
                return;
            }

            AddHeader(role);
            if (_reader.IsUpgraded)
            {
                IsUpgraded = true;
                Add((ulong)(_reader.Buffered + _count - _fed));
                return;
            }

            isFinal = role == HttpRole.Server || _reader.StatusCode >= 200;
            bool hasNoBody = role == HttpRole.Client && (answersHead || !isFinal || _reader.StatusCode is 204 or 304);
            if (!ReadBody(hasNoBody))
            {
                return;
            }

            AddFields(_reader.Trailers);
            WithTrailers += _reader.Trailers is null ? 0 : 1;
            Messages += isFinal ? 1 : 0;
            if (!_reader.KeepAlive)
            {
                Add((ulong)(_reader.Buffered + _count - _fed));
                return;
            }
        }
    }

    private HttpReadResult ReadHeader()
    {
        CountCall();
        return _reader.ReadHeader();
    }

    /// <summary>Reads a body; false when it did not come to its end.</summary>
    private bool ReadBody(bool hasNoBody)
    {
        int length = 0;
        long announced = _reader.ContentLength;
        bool isCounted = !_reader.IsChunked && announced >= 0;
        while (true)
        {
            int wanted = 1 + random.Next(_largestPiece == 1 ? 3 : MostWanted);
            int read = ReadDirectly(length, wanted);
            if (read == 0)
            {
                CountCall();
                read = _reader.ReadBody(_body, length, wanted);
            }

            Require(read >= 0 && read <= wanted, "More was read than was wanted.");
            length += read;
            Require(!hasNoBody || length == 0, "A message that has no body has one.");
            Require(!isCounted || length <= announced, "A body is longer than its content length.");
            if (read > 0)
            {
                continue;
            }

            if (_reader.Error != HttpProtocolError.None)
            {
                Add(length);
                return false;
            }

            if (_reader.IsComplete)
            {
                break;
            }

            if (!Feed())
            {
                if (_reader.EndOfInput())
                {
                    Require(announced < 0 && !_reader.IsChunked, "A body ends with the connection that should not.");
                    break;
                }

                IsCutOff = true;
                Add(length);
                return false;
            }
        }

        Add(length);
        Require(_reader.IsComplete, "A message without a rest is not complete.");
        Require(hasNoBody || !isCounted || length == announced, "A body is shorter than its content length.");
        WithBody += length > 0 ? 1 : 0;
        return true;
    }

    private int ReadDirectly(int offset, int wanted)
    {
        int direct = _reader.GetDirectCount(wanted);
        Require(direct >= 0 && direct <= wanted, "More would be read directly than was wanted.");
        int count = Math.Min(Math.Min(direct, _count - _fed), _largestPiece);
        if (count > 0)
        {
            Array.Copy(_bytes, _fed, _body, offset, count);
            _fed += count;
            DirectBytes += count;
            _reader.ReadDirectly(count);
        }

        return count;
    }

    /// <summary>Puts the next piece into the buffer; false when there is none.</summary>
    private bool Feed()
    {
        CountCall();
        if (_fed == _count)
        {
            return false;
        }

        _reader.Reserve();
        Require(_reader.Buffer.Length <= _mostBuffer, "The buffer is larger than the limits.");
        Require(_reader.Free > 0, "More is needed, and there is no room for it.");
        int piece = _largestPiece == int.MaxValue ? _count : 1 + random.Next(_largestPiece);
        int count = Math.Min(Math.Min(piece, _count - _fed), _reader.Free);
        Array.Copy(_bytes, _fed, _reader.Buffer, _reader.Position, count);
        _fed += count;
        _reader.Advance(count);
        return true;
    }

    private void CheckErrorStays()
    {
        Require(!_reader.KeepAlive, "A damaged connection is kept.");
        Require(!_reader.IsComplete && !_reader.EndOfInput(), "A damaged message is complete.");
        Require(_reader.ReadBody(_body, 0, MostWanted) == 0, "There is a body after an error.");
        Require(_reader.GetDirectCount(MostWanted) == 0, "A damaged body would be read directly.");
        Require(_reader.ReadHeader() == HttpReadResult.Error, "A header after an error.");
        _reader.Begin(false);
        _reader.Reserve();
        _reader.Advance(Math.Min(_reader.Free, 4));
        Require(_reader.ReadHeader() == HttpReadResult.Error && _reader.Error == Error, "The next message makes an error good.");
    }

    private void CountCall() => Require(++_calls <= _mostCalls, "The reader goes in circles.");

    private void AddHeader(HttpRole role)
    {
        if (role == HttpRole.Server)
        {
            Add(_reader.Method);
            Add(_reader.Target);
        }
        else
        {
            Add((ulong)_reader.StatusCode);
            Add(_reader.Reason);
        }

        Add((ulong)_reader.MinorVersion);
        Add((ulong)_reader.ContentLength);
        Add((_reader.IsChunked ? 1UL : 0) + (_reader.KeepAlive ? 2UL : 0));
        AddFields(_reader.Fields);
    }

    private void AddFields(HttpReceivedFields? fields)
    {
        int count = fields?.Count ?? 0;
        Add((ulong)count);
        for (int i = 0; i < count; i++)
        {
            Add(fields!.GetName(i));
            Add(fields.GetValue(i));
        }
    }

    private void Add(string text)
    {
        // The hash of a text is the same as long as the process lives.
        Add((ulong)text.GetHashCode(StringComparison.Ordinal));
    }

    /// <summary>Adds a body.</summary>
    private void Add(int length)
    {
        Add((ulong)string.GetHashCode(MemoryMarshal.Cast<byte, char>(_body.AsSpan(0, length))));
        Add((ulong)length);
        Add(length > 0 ? _body[length - 1] : 0UL);
    }

    private void Add(ulong value) => Summary = (Summary ^ value) * Prime;
}
