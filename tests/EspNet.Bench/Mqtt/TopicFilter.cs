namespace EspNet.Bench.Mqtt;

/// <summary>Topic filters of MQTT 3.1.1, section 4.7.</summary>
public static class TopicFilter
{
    /// <summary>Whether a topic name is matched by a valid topic filter.</summary>
    /// <param name="filter">A filter for which <see cref="ProblemOf"/> is null.</param>
    /// <param name="topic">A topic name without wildcards.</param>
    public static bool Matches(string filter, string topic)
    {
        // [MQTT-4.7.2-1]: a leading wildcard does not see the broker's own $-topics.
        if (topic.StartsWith('$') && (filter.StartsWith('#') || filter.StartsWith('+')))
        {
            return false;
        }

        string[] wanted = filter.Split('/');
        string[] levels = topic.Split('/');
        for (int i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] == "#")
            {
                // "sport/#" also matches its parent "sport" (4.7.1.2): then i == levels.Length here.
                return true;
            }

            if (i >= levels.Length)
            {
                return false;
            }

            if (wanted[i] != "+" && wanted[i] != levels[i])
            {
                return false;
            }
        }

        return wanted.Length == levels.Length;
    }

    /// <summary>What is wrong with a topic filter, as clause and sentence, or null when it is valid.</summary>
    public static (string Clause, string Sentence)? ProblemOf(string filter)
    {
        if (filter.Length == 0)
        {
            return ("MQTT-4.7.3-1", "An empty topic filter.");
        }

        string[] levels = filter.Split('/');
        for (int i = 0; i < levels.Length; i++)
        {
            string level = levels[i];
            if (level.Contains('#') && (level != "#" || i != levels.Length - 1))
            {
                return ("MQTT-4.7.1-2", $"The filter '{filter}' has a # that is not alone in the last level.");
            }

            if (level.Contains('+') && level != "+")
            {
                return ("MQTT-4.7.1-3", $"The filter '{filter}' has a + that shares its level.");
            }
        }

        return null;
    }
}
