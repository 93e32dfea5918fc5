using System.Collections.Generic;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace EspNet.DeviceBuild.Check;

/// <summary>
/// A static constructor may build constants and plain tables: arrays, strings, delegates, and objects of this assembly
/// whose constructors and setters only store what they are given. Anything else could throw, and nobody would ever know.
/// </summary>
internal sealed class StaticConstructorCheck(PEReader image, MetadataReader metadata, Targets targets, Report report)
{
    public void Check(MethodDefinitionHandle handle, string name)
    {
        foreach (Instruction instruction in Body(handle))
        {
            if (Calls(instruction) && !IsPlain(instruction, []))
            {
                string verb = instruction.Code.Name == "newobj" ? "creation with " : "call of ";
                report.Add(
                    Rule.StaticConstructor, name, verb + targets.Find(instruction.Token)?.Name, handle, instruction.Offset);
            }
        }
    }

    /// <param name="instruction">A call or an object's creation.</param>
    /// <param name="open">The methods being looked into: one that calls itself is not plain.</param>
    private bool IsPlain(Instruction instruction, HashSet<Handle> open)
    {
        Target? target = targets.Find(instruction.Token);
        if (target is null)
        {
            return false;
        }

        if (target.Name is "System.Object..ctor" or "System.ValueType..ctor"
            or "System.Runtime.CompilerServices.RuntimeHelpers.InitializeArray" || IsDelegateConstructor(target))
        {
            return true;
        }

        bool isOwn = instruction.Token.Kind == HandleKind.MethodDefinition;
        if (!isOwn || !open.Add(instruction.Token))
        {
            return false;
        }

        bool isPlain = Body((MethodDefinitionHandle)instruction.Token)
            .All(inner => inner.Code.Name != "throw" && (!Calls(inner) || IsPlain(inner, open)));
        open.Remove(instruction.Token);
        return isPlain;
    }

    /// <summary>Only delegates are made from an object and the address of a method.</summary>
    private static bool IsDelegateConstructor(Target target) =>
        target.Member == ".ctor" && target.Types is [_, { Name: "Object" }, { Name: "IntPtr" }];

    private static bool Calls(Instruction instruction) => instruction.Code.Name is "call" or "callvirt" or "newobj" or "calli";

    private IEnumerable<Instruction> Body(MethodDefinitionHandle handle)
    {
        int address = metadata.GetMethodDefinition(handle).RelativeVirtualAddress;
        return address == 0 ? [] : Instructions.Read(image.GetMethodBody(address).GetILBytes()!);
    }
}
