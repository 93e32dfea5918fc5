using System.Collections.Generic;
using System.Reflection.Metadata;

namespace EspNet.DeviceBuild.Check;

/// <summary>Collects findings. The same construct at the same place is said once.</summary>
internal sealed class Report(SourceLocations locations)
{
    private readonly List<Finding> _findings = [];
    private readonly HashSet<Finding> _known = [];

    public IReadOnlyList<Finding> Findings => _findings;

    public void Add(Rule rule, string member, string construct, MethodDefinitionHandle method = default, int offset = 0)
    {
        var finding = new Finding(rule, member, construct, locations.Of(method, offset));
        if (_known.Add(finding))
        {
            _findings.Add(finding);
        }
    }

    /// <summary>Adds a finding if the device cannot do <paramref name="type"/>.</summary>
    public void Add(string member, string role, ScannedType type, MethodDefinitionHandle method = default, int offset = 0)
    {
        if (type.Broken is { } rule)
        {
            Add(rule, member, role + type.Construct, method, offset);
        }
    }
}
