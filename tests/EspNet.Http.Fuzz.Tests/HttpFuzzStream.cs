using EspNet.Http.Protocol;

namespace EspNet.Http.Fuzz.Tests;

/// <summary>One stream: messages that are damaged on the way, read twice with other splits. All of it follows from one seed.</summary>
internal sealed class HttpFuzzStream : IFuzzStream
{
    private const ulong Seed = 20_260_301;

    // What a reading may allocate: the reader with its buffer, and for each byte received the strings that it becomes part of.
    private const int ReaderAllocation = 2 * 1024;
    private const int AllocationPerByte = 24;

    private readonly HttpRole _role;
    private readonly FuzzRandom _random = new();
    private readonly FuzzBytes _bytes = new();
    private readonly MessageWriter _writer;
    private readonly MessageMutator _mutator;
    private readonly HttpFuzzReader _fuzz;

    internal HttpFuzzStream(HttpRole role)
    {
        _role = role;
        _writer = new MessageWriter(_random, _bytes);
        _mutator = new MessageMutator(_random);
        _fuzz = new HttpFuzzReader(_random);
    }

    internal HttpFuzzCoverage Coverage { get; } = new();

    /// <summary>False while the runtime itself still allocates for code that runs for the first time.</summary>
    public bool IsWarm { get; set; }

    /// <summary>Runs a stream; throws when the engine fails it.</summary>
    public void Run(int number)
    {
        _random.Seed(Seed + ((ulong)number << 20));
        HttpFuzzVariant variant = HttpFuzzVariant.All[_random.Next(HttpFuzzVariant.All.Length)];
        int headMask = _role == HttpRole.Client ? _random.Next(8) & _random.Next(8) : 0;
        int messages = _writer.Write(_role, headMask);
        int mutations = _random.Next(5);
        for (int i = 0; i < mutations; i++)
        {
            _mutator.Mutate(_bytes);
        }

        HttpReader reader = Read(null, variant, headMask);
        ulong summary = _fuzz.Summary;
        HttpProtocolError error = _fuzz.Error;
        Count(error);
        if (mutations == 0 && variant.IsDefault)
        {
            Coverage.Undamaged++;
            if (error != HttpProtocolError.None || _fuzz.IsCutOff || _fuzz.Messages != messages - (_fuzz.IsUpgraded ? 1 : 0))
            {
                throw new FuzzFailure($"{_fuzz.Messages} of {messages} messages of an undamaged stream were read: {error}.");
            }
        }

        // Again, by another reader or by the same one, whose buffer may have grown.
        Read(_random.OneIn(2) ? reader : null, variant, headMask);
        if (_fuzz.Error != error || _fuzz.Summary != summary)
        {
            throw new FuzzFailure($"Another split, another result: {error} and {_fuzz.Error}.");
        }
    }

    private HttpReader Read(HttpReader? reader, HttpFuzzVariant variant, int headMask)
    {
        int bufferSize = 64 << _random.Next(4);
        long before = GC.GetAllocatedBytesForCurrentThread();
        if (reader is null)
        {
            reader = new HttpReader(_role, variant.Limits, bufferSize);
        }
        else
        {
            reader.Reset();
        }

        _fuzz.Run(reader, _bytes, headMask, variant, _role);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (IsWarm)
        {
            long excess = allocated - ((long)AllocationPerByte * _bytes.Count);
            Coverage.WorstAllocation = Math.Max(Coverage.WorstAllocation, excess);
            if (excess > ReaderAllocation)
            {
                throw new FuzzFailure($"{allocated} bytes were allocated for {_bytes.Count} bytes received.");
            }
        }

        return reader;
    }

    private void Count(HttpProtocolError error)
    {
        Coverage.Count(error);
        Coverage.Bytes += _bytes.Count;
        Coverage.Messages += _fuzz.Messages;
        Coverage.WithBody += _fuzz.WithBody;
        Coverage.WithTrailers += _fuzz.WithTrailers;
        Coverage.DirectBytes += _fuzz.DirectBytes;
        Coverage.CutOff += _fuzz.IsCutOff ? 1 : 0;
        Coverage.Upgraded += _fuzz.IsUpgraded ? 1 : 0;
    }
}
