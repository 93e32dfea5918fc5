using System;
using System.Net;

namespace EspNet.Sockets;

/// <summary>
/// Reads a reply. It is used over and over: what is found stays until the next call. Nothing is allocated here but what
/// <see cref="GetAddresses"/> hands out.
/// </summary>
internal sealed class DnsReply
{
    /// <summary>Addresses of one kind that are kept; further ones are dropped.</summary>
    internal const int MostAddresses = 8;

    private const int RecordHeaderLength = 10;
    private const int LengthOfA = 4;
    private const int LengthOfAaaa = 16;

    /// <summary>Serial, refresh, retry, expire and minimum after the two names (RFC 1035, section 3.3.13).</summary>
    private const int AuthorityNumbersLength = 20;
    private const int AuthorityMinimumAt = 16;

    private const int ResponseAndOpcodeBits = 0xF8;
    private const int Response = 0x80;
    private const int TruncatedBit = 0x02;
    private const int ResponseCodeBits = 0x0F;
    private const int Refused = 5;
    private const int NoSuchName = 3;

    /// <summary>In multicast the top bit of the class means something else (RFC 6762, sections 5.4 and 10.2).</summary>
    private const int MulticastClassBits = 0x7FFF;

    private readonly byte[] _addresses = new byte[MostAddresses * LengthOfAaaa];
    private readonly byte[] _name = new byte[DnsName.LongestWire];
    private readonly int _classBits;
    private readonly bool _isMulticast;
    private int _nameLength;
    private int _addressLength;
    private int _type;

    // The message that is being read, and the record in it.
    private byte[] _message = [];
    private int _start;
    private int _end;
    private int _recordType;
    private int _recordClass;
    private int _recordSeconds;
    private int _dataAt;
    private int _dataLength;

    internal DnsReply(bool isMulticast)
    {
        _isMulticast = isMulticast;
        _classBits = isMulticast ? MulticastClassBits : 0xFFFF;
    }

    internal int AddressCount { get; private set; }

    /// <summary>Aliases that were followed within the message.</summary>
    internal int Links { get; private set; }

    /// <summary>
    /// Seconds for which the result may be kept: the least of the aliases and addresses used or, for a name or address
    /// that does not exist, what the authority says about that (RFC 2308, section 5), 0 when it says nothing.
    /// </summary>
    internal int TimeToLive { get; private set; }

    /// <summary>Reads a message.</summary>
    /// <param name="message">Holds the message. Nothing of it is needed after the call.</param>
    /// <param name="offset">Where it starts.</param>
    /// <param name="count">Its length.</param>
    /// <param name="id">The id of the query.</param>
    /// <param name="question">The name that was asked for.</param>
    /// <param name="type">The type that was asked for.</param>
    /// <param name="mostLinks">How many aliases may be followed.</param>
    internal DnsReplyKind Read(byte[] message, int offset, int count, int id, DnsName question, int type, int mostLinks)
    {
        AddressCount = 0;
        Links = 0;
        TimeToLive = 0;
        _type = type;
        _addressLength = type == DnsMessage.TypeA ? LengthOfA : LengthOfAaaa;
        _message = message;
        _start = offset;
        _end = offset + count;
        return ReadHeader(id, question, mostLinks);
    }

    internal IPAddress[] GetAddresses()
    {
        IPAddress[] addresses = new IPAddress[AddressCount];
        for (int i = 0; i < addresses.Length; i++)
        {
            byte[] bytes = new byte[_addressLength];
            Array.Copy(_addresses, i * _addressLength, bytes, 0, _addressLength);
            addresses[i] = new IPAddress(bytes);
        }

        return addresses;
    }

    /// <summary>The name at the end of the aliases, after <see cref="DnsReplyKind.Alias"/>.</summary>
    internal DnsName GetAlias() => DnsName.FromWire(_name, _nameLength);

    private DnsReplyKind ReadHeader(int id, DnsName question, int mostLinks)
    {
        if (_end - _start < DnsMessage.HeaderLength
            || DnsMessage.ReadNumber(_message, _start) != id
            || (_message[_start + 2] & ResponseAndOpcodeBits) != Response
            || DnsMessage.ReadNumber(_message, _start + 4) != 1
            || !question.IsAt(_message, _start, _end, _start + DnsMessage.HeaderLength))
        {
            return DnsReplyKind.NotOurs;
        }

        int position = CompressedName.Skip(_message, _start, _end, _start + DnsMessage.HeaderLength);
        if (position == CompressedName.Malformed
            || _end - position < 4
            || DnsMessage.ReadNumber(_message, position) != _type
            || (DnsMessage.ReadNumber(_message, position + 2) & _classBits) != DnsMessage.ClassInternet)
        {
            return DnsReplyKind.NotOurs;
        }

        position += 4;
        bool truncated = (_message[_start + 2] & TruncatedBit) != 0;
        int code = _message[_start + 3] & ResponseCodeBits;

        // A multicast question goes to everybody: whoever does not have the answer may keep still, and is ignored when
        // it does not (RFC 6762, sections 6 and 18.11).
        if (_isMulticast && (truncated || code != 0))
        {
            return DnsReplyKind.NotOurs;
        }

        // Ahead of the records, of which the last may be cut in two.
        if (truncated)
        {
            return DnsReplyKind.Truncated;
        }

        return ReadSections(position, code, question, mostLinks);
    }

    private DnsReplyKind ReadSections(int answersAt, int code, DnsName question, int mostLinks)
    {
        int answers = DnsMessage.ReadNumber(_message, _start + 6);
        int position = answersAt;
        for (int i = 0; i < answers && position != CompressedName.Malformed; i++)
        {
            position = ReadRecord(position);
        }

        bool hasAuthority = false;
        bool isReferral = false;
        int negativeSeconds = 0;
        int authorities = DnsMessage.ReadNumber(_message, _start + 8);
        for (int i = 0; i < authorities && position != CompressedName.Malformed; i++)
        {
            position = ReadRecord(position);
            if (position != CompressedName.Malformed && _recordClass == DnsMessage.ClassInternet)
            {
                isReferral |= _recordType == DnsMessage.TypeNameServer;
                if (_recordType == DnsMessage.TypeStartOfAuthority)
                {
                    hasAuthority = true;
                    int minimum = DnsMessage.ReadSeconds(_message, _dataAt + _dataLength - AuthorityNumbersLength + AuthorityMinimumAt);
                    negativeSeconds = minimum < _recordSeconds ? minimum : _recordSeconds;
                }
            }
        }

        int additionals = DnsMessage.ReadNumber(_message, _start + 10);
        for (int i = 0; i < additionals && position != CompressedName.Malformed; i++)
        {
            position = ReadRecord(position);
        }

        if (position != _end)
        {
            return DnsReplyKind.Malformed;
        }

        if (code != 0 && code != NoSuchName)
        {
            return code == Refused ? DnsReplyKind.Refused : DnsReplyKind.ServerFailure;
        }

        question.CopyTo(_name, 0);
        _nameLength = question.Length;
        TimeToLive = int.MaxValue;
        if (!FollowAliases(answersAt, answers, mostLinks))
        {
            return DnsReplyKind.TooManyAliases;
        }

        if (code == 0 && AddressCount > 0)
        {
            return DnsReplyKind.Answer;
        }

        if (_isMulticast)
        {
            return Links > 0 ? DnsReplyKind.Alias : DnsReplyKind.NotOurs;
        }

        AddressCount = 0;
        if (code == 0 && !hasAuthority)
        {
            if (Links > 0)
            {
                return DnsReplyKind.Alias;
            }

            // Names servers that are to be asked instead, which is no answer: it does not look further itself (RFC 2308,
            // section 2.2.1).
            if (isReferral)
            {
                return DnsReplyKind.ServerFailure;
            }
        }

        TimeToLive = negativeSeconds < TimeToLive ? negativeSeconds : TimeToLive;
        return code == NoSuchName ? DnsReplyKind.NoSuchName : DnsReplyKind.NoData;
    }

    /// <summary>Collects the addresses of the name; without any goes on with what it is an alias of. Records may stand in any order.</summary>
    /// <returns>False when there are more aliases than allowed, which a circle has as well.</returns>
    private bool FollowAliases(int answersAt, int answers, int mostLinks)
    {
        while (true)
        {
            int aliasAt = 0;
            int aliasSeconds = 0;
            int position = answersAt;
            for (int i = 0; i < answers; i++)
            {
                int owner = position;
                position = ReadRecord(position);
                if (_recordClass != DnsMessage.ClassInternet
                    || (_recordType != _type && _recordType != DnsMessage.TypeAlias)
                    || !CompressedName.IsEqual(_message, _start, _end, owner, _name, _nameLength))
                {
                    continue;
                }

                if (_recordType == _type)
                {
                    KeepAddress();
                }
                else
                {
                    aliasAt = _dataAt;
                    aliasSeconds = _recordSeconds;
                }
            }

            if (AddressCount > 0 || aliasAt == 0)
            {
                return true;
            }

            if (Links == mostLinks)
            {
                return false;
            }

            Links++;
            LimitTimeToLive(aliasSeconds);
            _nameLength = CompressedName.Expand(_message, _start, _end, aliasAt, _name);
        }
    }

    private void KeepAddress()
    {
        if (AddressCount < MostAddresses)
        {
            Array.Copy(_message, _dataAt, _addresses, AddressCount * _addressLength, _addressLength);
            AddressCount++;
            LimitTimeToLive(_recordSeconds);
        }
    }

    private void LimitTimeToLive(int seconds) => TimeToLive = seconds < TimeToLive ? seconds : TimeToLive;

    /// <summary>Reads a record into the fields and checks all of it that is ever used.</summary>
    /// <returns>Where the next one starts, or <see cref="CompressedName.Malformed"/>.</returns>
    private int ReadRecord(int position)
    {
        position = CompressedName.Skip(_message, _start, _end, position);
        if (position == CompressedName.Malformed || _end - position < RecordHeaderLength)
        {
            return CompressedName.Malformed;
        }

        _recordType = DnsMessage.ReadNumber(_message, position);
        _recordClass = DnsMessage.ReadNumber(_message, position + 2) & _classBits;
        _recordSeconds = DnsMessage.ReadSeconds(_message, position + 4);
        _dataLength = DnsMessage.ReadNumber(_message, position + 8);
        _dataAt = position + RecordHeaderLength;
        if (_dataLength > _end - _dataAt)
        {
            return CompressedName.Malformed;
        }

        bool good = _recordClass != DnsMessage.ClassInternet || _recordType switch
        {
            DnsMessage.TypeA => _dataLength == LengthOfA,
            DnsMessage.TypeAaaa => _dataLength == LengthOfAaaa,
            DnsMessage.TypeAlias => SkipName(_dataAt) == _dataAt + _dataLength,
            DnsMessage.TypeStartOfAuthority => SkipName(SkipName(_dataAt)) == _dataAt + _dataLength - AuthorityNumbersLength,
            _ => true,
        };
        return good ? _dataAt + _dataLength : CompressedName.Malformed;
    }

    private int SkipName(int position) =>
        position == CompressedName.Malformed ? position : CompressedName.Skip(_message, _start, _end, position);
}
