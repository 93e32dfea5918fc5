using System;
using System.IO;
using EspNet.Http.Digest;
using EspNet.Sockets;

namespace EspNet.Http.Internal;

/// <summary>A download that goes on after a cut: requests, what their answers bring, and the pauses between them.</summary>
internal sealed class Download
{
    private readonly EspHttpClient _client;
    private readonly HttpRequest _request;
    private readonly Stream _destination;
    private readonly HttpDownloadOptions _options;
    private readonly DownloadState _state;
    private readonly Backoff _backoff;
    private readonly HashFunction? _hash;
    private readonly byte[] _buffer;
    private readonly long _start;
    private long _farthest;
    private bool _isCutOff = true;
    private int _requests;
    private int _failures;

    internal Download(EspHttpClient client, HttpRequest request, Stream destination, HttpDownloadOptions options)
    {
        _client = client;
        _request = request;
        _destination = destination;
        _options = options;
        _state = new DownloadState(options.Received, options.Validator, destination.CanSeek, options.ExpectedSha256 is not null);
        if (!_state.CanAsk)
        {
            throw new InvalidOperationException("HttpDownloadOptions.Received needs the Validator of what was received, or ExpectedSha256: without one the rest could be that of another version.");
        }

        _backoff = new Backoff(options.Backoff);
        _buffer = new byte[options.BufferSize];
        _hash = options.ExpectedSha256 is null ? null : new Sha256();
        _start = destination.CanSeek ? destination.Position - options.Received : 0;
        _farthest = options.Received;
        if (_start < 0)
        {
            throw new InvalidOperationException("The destination must stand behind the bytes that HttpDownloadOptions.Received counts.");
        }
    }

    internal HttpDownloadResult Run()
    {
        _client.Enter(_request);
        try
        {
            HashReceived();
            while (true)
            {
                switch (TryOnce())
                {
                    case DownloadStep.Done:
                        return Finish();
                    case DownloadStep.Later:
                        Pause(null);
                        break;
                    default:
                        // A part of what was asked for: the rest is asked for at once.
                        break;
                }
            }
        }
        finally
        {
            _client.Leave(_request);
            _request.Fields.Remove("Range");
            _request.Fields.Remove("If-Range");
        }
    }

    private static bool IsCut(HttpException failure) =>
        failure.Error == HttpError.Transport || failure.Error == HttpError.IncompleteMessage || failure.Error == HttpError.Timeout;

    /// <summary>One request: Done when everything is there, Later when the server is in trouble, Append when more can be had at once.</summary>
    private DownloadStep TryOnce()
    {
        try
        {
            return Request();
        }
        catch (HttpException e) when (IsCut(e))
        {
            Pause(e);
            return DownloadStep.Append;
        }
    }

    private DownloadStep Request()
    {
        _requests++;
        _state.Prepare(_request.Fields);
        using HttpResponse response = _client.Send(_request);
        int status = response.StatusCode;
        bool isTrouble = status >= 500 || status == 408 || status == 429;
        if (!isTrouble && status != 200 && status != 203 && status != 206 && status != 416)
        {
            throw new HttpException(HttpError.UnsuccessfulStatus, $"{response.Url} answered {status} {response.Reason}, which brings no content.");
        }

        long skip = 0;
        DownloadStep step = _state.Accept(status, response.Fields, response.ContentLength);
        if (step == DownloadStep.Done || step == DownloadStep.Later)
        {
            return step;
        }

        if (step == DownloadStep.Restart)
        {
            Rewind();
            if (status != 200)
            {
                // A part of something else: the whole is asked for after a pause, so that a server which changes each time is not asked for ever.
                return DownloadStep.Later;
            }
        }
        else if (step == DownloadStep.Skip)
        {
            skip = _state.Received;
        }

        Copy(response, skip);
        return _state.IsComplete ? DownloadStep.Done : DownloadStep.Append;
    }

    private void Copy(HttpResponse response, long skip)
    {
        for (int read = response.Read(_buffer, 0, _buffer.Length); read > 0; read = response.Read(_buffer, 0, _buffer.Length))
        {
            int skipped = skip < read ? (int)skip : read;
            skip -= skipped;
            Append(skipped, read - skipped);
        }

        if (skip > 0 || !_state.IsPartComplete)
        {
            throw new HttpException(HttpError.IncompleteMessage, $"Another number of bytes came than the server announced: {_state.Received} are there of {_state.Total}.");
        }
    }

    private void Append(int offset, int count)
    {
        if (count == 0)
        {
            return;
        }

        _destination.Write(_buffer, offset, count);
        _hash?.Append(_buffer, offset, count);
        _state.Append(count);
        if (_state.Received > _farthest)
        {
            // Only what was never there before counts: a server that begins anew each time would be asked for ever.
            _farthest = _state.Received;
            _failures = 0;
            _backoff.Reset();
        }

        _options.Progress?.Invoke(_state.Received, _state.Total);
    }

    private void Pause(HttpException? failure)
    {
        if (!_state.CanResume || ++_failures > _options.MaximumResumes)
        {
            throw failure ?? new HttpException(
                HttpError.UnsuccessfulStatus,
                $"{_request.Url} could not be served, also not after {_failures} attempts (MaximumResumes).");
        }

        if (!_state.CanAsk)
        {
            // Without a version the rest could be that of another one.
            _state.Forget();
            Rewind();
        }

        _request.Pause(_backoff.NextDelay());
    }

    private void Rewind()
    {
        _destination.Position = _start;
        _hash?.Reset();
        try
        {
            _destination.SetLength(_start);
        }
        catch (NotSupportedException)
        {
            _isCutOff = false;
        }
        catch (NotImplementedException)
        {
            // The device's FileStream. What is shorter than what was there cannot be had from it.
            _isCutOff = false;
        }
    }

    /// <summary>What was received before belongs to the digest too.</summary>
    private void HashReceived()
    {
        if (_hash is null || _options.Received == 0)
        {
            return;
        }

        if (!_destination.CanSeek || !_destination.CanRead)
        {
            throw new InvalidOperationException("With Received and ExpectedSha256 the destination must be one that can be read, because its content belongs to the digest.");
        }

        _destination.Position = _start;
        for (long left = _options.Received; left > 0;)
        {
            int read = _destination.Read(_buffer, 0, left < _buffer.Length ? (int)left : _buffer.Length);
            if (read <= 0)
            {
                throw new InvalidOperationException("The destination holds less than HttpDownloadOptions.Received.");
            }

            _hash.Append(_buffer, 0, read);
            left -= read;
        }
    }

    private HttpDownloadResult Finish()
    {
        if (!_isCutOff && _state.Received < _farthest)
        {
            throw new HttpException(
                HttpError.ContentChanged,
                $"The content is {_state.Received} bytes now, and the destination still holds {_farthest}, which it cannot be rid of. Delete it and begin anew.");
        }

        string? digest = null;
        if (_hash is not null)
        {
            digest = HexText.Format(_hash.Finish());
            if (digest != PlatformText.ToLower(_options.ExpectedSha256!))
            {
                throw new HttpException(
                    HttpError.DigestMismatch,
                    $"The {_state.Received} bytes have the SHA-256 {digest}, and {_options.ExpectedSha256} was expected. Do not use them.");
            }
        }

        return new HttpDownloadResult(_state.Received, _requests, _state.Validator, digest);
    }
}
