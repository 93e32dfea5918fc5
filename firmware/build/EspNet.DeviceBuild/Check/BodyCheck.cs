using System;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace EspNet.DeviceBuild.Check;

/// <summary>Inspects method bodies: their locals, what they catch, and every instruction.</summary>
internal sealed class BodyCheck(PEReader image, MetadataReader metadata, Targets targets, Report report)
{
    private readonly SignatureScan _scan = new(new Names(metadata));

    public void Check(MethodDefinitionHandle handle, string name)
    {
        int address = metadata.GetMethodDefinition(handle).RelativeVirtualAddress;
        if (address == 0)
        {
            return;
        }

        MethodBodyBlock body = image.GetMethodBody(address);
        if (!body.LocalSignature.IsNil)
        {
            foreach (ScannedType local in metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_scan, null))
            {
                report.Add(name, "local of ", local, handle);
            }
        }

        foreach (ExceptionRegion region in body.ExceptionRegions)
        {
            if (!region.CatchType.IsNil)
            {
                report.Add(name, "catch of ", Targets.Scan(metadata, _scan, region.CatchType), handle, region.HandlerOffset);
            }
        }

        foreach (Instruction instruction in Instructions.Read(body.GetILBytes()!))
        {
            Inspect(instruction, handle, name);
        }
    }

    private void Inspect(Instruction instruction, MethodDefinitionHandle handle, string name)
    {
        string code = instruction.Code.Name!;
        switch (code)
        {
            case "localloc":
                report.Add(Rule.Pointer, name, "stackalloc", handle, instruction.Offset);
                break;
            case "calli":
                report.Add(Rule.Pointer, name, "call through a function pointer", handle, instruction.Offset);
                break;
            default:
                // add.ovf, conv.ovf.u1 and so on. A compiler writes them only for checked code and for lengths
                // of arrays that are longer than an int.
                if (code.Contains(".ovf", StringComparison.Ordinal))
                {
                    report.Add(Rule.CheckedArithmetic, name, code, handle, instruction.Offset);
                }

                break;
        }

        if (!instruction.Token.IsNil && targets.Find(instruction.Token) is { } target)
        {
            Inspect(target, instruction, handle, name);
        }
    }

    private void Inspect(Target target, Instruction instruction, MethodDefinitionHandle handle, string name)
    {
        // Nothing but a delegate has BeginInvoke and EndInvoke on the device.
        if (target.Member is "BeginInvoke" or "EndInvoke")
        {
            report.Add(Rule.AsynchronousDelegate, name, "call of " + target.Name, handle, instruction.Offset);
        }

        report.Add(name, "use of ", target.Owner, handle, instruction.Offset);
        foreach (ScannedType type in target.Types)
        {
            report.Add(name, "use of ", type, handle, instruction.Offset);
        }
    }
}
