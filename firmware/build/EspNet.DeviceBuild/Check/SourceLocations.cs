using System;
using System.IO;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace EspNet.DeviceBuild.Check;

/// <summary>Finds the source line of a method's instruction in the portable PDB beside the assembly, if there is one.</summary>
internal sealed class SourceLocations : IDisposable
{
    private readonly string _assembly;
    private readonly MetadataReaderProvider? _pdb;

    public SourceLocations(string assembly)
    {
        _assembly = assembly;
        string pdb = Path.ChangeExtension(assembly, ".pdb");
        if (File.Exists(pdb))
        {
            _pdb = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(pdb));
        }
    }

    public string Of(MethodDefinitionHandle method, int offset)
    {
        if (_pdb is null || method.IsNil)
        {
            return _assembly;
        }

        MetadataReader reader = _pdb.GetMetadataReader();
        SequencePoint? found = null;
        foreach (SequencePoint point in reader.GetMethodDebugInformation(method.ToDebugInformationHandle()).GetSequencePoints())
        {
            // The points are in the order of their offsets: the last one not past the instruction is its line.
            if (!point.IsHidden && (found is null || point.Offset <= offset))
            {
                found = point;
            }
        }

        return found is not { } at
            ? _assembly
            : $"{reader.GetString(reader.GetDocument(at.Document).Name)}({at.StartLine},{at.StartColumn})";
    }

    public void Dispose() => _pdb?.Dispose();
}
