using System;
using System.Text;
using EspNet.Mqtt.Protocol;
using EspNet.Sockets;

namespace EspNet.Mqtt;

/// <summary>The rules for topic names and topic filters (MQTT 3.1.1, section 4.7).</summary>
public static class MqttTopic
{
    /// <summary>Whether a message can be published to this topic: not empty, no wildcard, valid UTF-8 of at most 65,535 bytes.</summary>
    /// <param name="topic">The topic name.</param>
    /// <returns>True when it can.</returns>
    public static bool IsValidName(string? topic)
    {
        return topic != null && topic.IndexOf('#') < 0 && topic.IndexOf('+') < 0 && Encode(topic) != null;
    }

    /// <summary>Whether this can be subscribed to: a name in which <c>+</c> may stand for one whole level and <c>#</c> for all the rest.</summary>
    /// <param name="filter">The topic filter.</param>
    /// <returns>True when it can.</returns>
    public static bool IsValidFilter(string? filter) => filter != null && EncodeFilter(filter) != null;

    /// <summary>Whether a topic is matched by a filter. Topics that start with <c>$</c> are not matched by a filter that starts with a wildcard (MQTT-4.7.2-1).</summary>
    /// <param name="filter">A valid topic filter.</param>
    /// <param name="topic">A valid topic name.</param>
    /// <returns>True when it matches.</returns>
    /// <exception cref="ArgumentNullException">One of them is null.</exception>
    public static bool Matches(string filter, string topic)
    {
        if (filter == null)
        {
            throw new ArgumentNullException(nameof(filter));
        }

        if (topic == null)
        {
            throw new ArgumentNullException(nameof(topic));
        }

        byte[] name = Encoding.UTF8.GetBytes(topic);
        return Matches(Encoding.UTF8.GetBytes(filter), name, 0, name.Length);
    }

    /// <summary>Matches bytes: indexing a string is slow on the device, and no wildcard or separator is part of a longer UTF-8 sequence.</summary>
    internal static bool Matches(byte[] filter, byte[] buffer, int offset, int length)
    {
        int end = offset + length;
        int f = 0;
        int t = offset;
        bool isSystemTopic = length > 0 && buffer[offset] == '$';
        if (isSystemTopic && filter.Length > 0 && (filter[0] == '#' || filter[0] == '+'))
        {
            return false;
        }

        while (f < filter.Length)
        {
            int c = filter[f];
            if (c == '#')
            {
                return true;
            }

            if (c == '+')
            {
                while (t < end && buffer[t] != '/')
                {
                    t++;
                }

                f++;
                continue;
            }

            if (t == end)
            {
                // "sport/#" matches the parent level "sport" too (section 4.7.1.2).
                return c == '/' && f + 2 == filter.Length && filter[f + 1] == '#';
            }

            if (buffer[t] != c)
            {
                return false;
            }

            f++;
            t++;
        }

        return t == end;
    }

    /// <summary>The filter in UTF-8, or null when it is not valid.</summary>
    internal static byte[]? EncodeFilter(string filter)
    {
        byte[]? bytes = Encode(filter);
        if (bytes == null)
        {
            return null;
        }

        for (int i = 0; i < bytes.Length; i++)
        {
            int c = bytes[i];
            if (c != '#' && c != '+')
            {
                continue;
            }

            bool startsLevel = i == 0 || bytes[i - 1] == '/';
            bool endsLevel = i == bytes.Length - 1 || (c == '+' && bytes[i + 1] == '/');
            if (!startsLevel || !endsLevel)
            {
                return null;
            }
        }

        return bytes;
    }

    private static byte[]? Encode(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text);
        bool isValid = bytes.Length <= MqttDefaults.LargestField && Utf8.IsValid(bytes, 0, bytes.Length) && (bytes.Length == text.Length || Utf8.HasPairedSurrogates(text));
        return isValid ? bytes : null;
    }
}
