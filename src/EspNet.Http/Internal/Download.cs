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
    }

    internal HttpDownloadResult Run()
    {
        HashReceived();
        while (true)
        {
            try
            {
                if (TryOnce())
                {
                    return Finish();
                }

                // The server is in trouble, which a later attempt may find mended.
                Pause(null);
            }
            catch (HttpException e) when (IsCut(e))
            {
                Pause(e);
            }
        }
    }

    private static bool IsCut(HttpException failure) =>
        failure.Error == HttpError.Transport || failure.Error == HttpError.IncompleteMessage || failure.Error == HttpError.Timeout;

    /// <summary>One request; true when everything is there.</summary>
    private bool TryOnce()
    {
        _requests++;
        _state.Prepare(_request.Fields);
        using HttpResponse response = _client.Send(_request);
        if (!response.IsSuccess && response.StatusCode != 416 && response.StatusCode < 500
            && response.StatusCode != 408 && response.StatusCode != 429)
        {
            response.EnsureSuccess();
        }

        long skip = 0;
        switch (_state.Accept(response.StatusCode, response.Fields, response.ContentLength))
        {
            case DownloadStep.Done:
                return true;
            case DownloadStep.Later:
                return false;
            case DownloadStep.Restart:
                Rewind();
                if (response.StatusCode != 200)
                {
                    // A part of something else: the next request asks for the whole.
                    return false;
                }

                break;
            case DownloadStep.Skip:
                skip = _state.Received;
                break;
            default:
                break;
        }

        Copy(response, skip);
        return true;
    }

    private void Copy(HttpResponse response, long skip)
    {
        for (int read = response.Read(_buffer, 0, _buffer.Length); read > 0; read = response.Read(_buffer, 0, _buffer.Length))
        {
            int skipped = skip < read ? (int)skip : read;
            skip -= skipped;
            int count = read - skipped;
            if (count > 0)
            {
                _destination.Write(_buffer, skipped, count);
                _hash?.Append(_buffer, skipped, count);
                _state.Append(count);
                _failures = 0;
                _backoff.Reset();
                _options.Progress?.Invoke(_state.Received, _state.Total);
            }
        }

        if (skip > 0 || (_state.Total >= 0 && _state.Received != _state.Total))
        {
            throw new HttpException(HttpError.ContentChanged, $"The server announced {_state.Total} bytes, and {_state.Received} have come.");
        }
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
        _destination.SetLength(_start);
        _hash?.Reset();
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
