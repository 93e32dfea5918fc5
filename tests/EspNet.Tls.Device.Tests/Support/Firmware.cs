using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace EspNet.Tls.Device.Tests.Support;

/// <summary>
/// The one device that a test runs on: it remembers that it crashed or hung, which a real one could not, and every context
/// that it made.
/// </summary>
internal static class Firmware
{
    private static readonly object Lock = new();
    private static readonly List<string> Accidents = [];
    private static readonly List<SslContext> Contexts = [];
    private static readonly List<Handshake> Asked = [];

    /// <summary>True throws what firmware from July 2026 on throws when a handshake fails.</summary>
    internal static bool IsNewer { get; set; }

    /// <summary>What preparing the next connections throws; null prepares them.</summary>
    internal static Exception? Refusal { get; set; }

    /// <summary>What parsing the next certificates throws; null parses them.</summary>
    internal static Exception? Unreadable { get; set; }

    /// <summary>mbedTLS's code with which the next handshakes fail, once the peer has answered; 0 lets them succeed.</summary>
    internal static int FailureCode { get; set; }

    internal static int ContextsMade
    {
        get
        {
            lock (Lock)
            {
                return Contexts.Count;
            }
        }
    }

    internal static Handshake LastHandshake
    {
        get
        {
            lock (Lock)
            {
                return Asked[^1];
            }
        }
    }

    internal static int ContextsInUse
    {
        get
        {
            lock (Lock)
            {
                return Contexts.Count(context => !context.IsFreed);
            }
        }
    }

    internal static string Accident
    {
        get
        {
            lock (Lock)
            {
                return string.Join(" ", Accidents.Distinct());
            }
        }
    }

    internal static void Reset()
    {
        lock (Lock)
        {
            Accidents.Clear();
            Contexts.Clear();
            Asked.Clear();
        }

        IsNewer = false;
        Refusal = null;
        Unreadable = null;
        FailureCode = 0;
    }

    internal static void Crash(string what)
    {
        lock (Lock)
        {
            Accidents.Add($"The device crashed: {what}");
        }
    }

    internal static void Hang(string what)
    {
        lock (Lock)
        {
            Accidents.Add($"The device hangs: {what}");
        }
    }

    internal static void Parse()
    {
        if (Unreadable is not null)
        {
            throw Unreadable;
        }
    }

    internal static SslContext Prepare(Handshake handshake)
    {
        lock (Lock)
        {
            Asked.Add(handshake);
            if (Refusal is not null)
            {
                throw Refusal;
            }

            SslContext context = new();
            Contexts.Add(context);
            return context;
        }
    }

    /// <summary>A failed handshake, in the words of this firmware.</summary>
    internal static Exception Fail(int code) => IsNewer ? new CryptographicException(code) : new DeviceSocketException(code);
}
