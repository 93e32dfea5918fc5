using System;
using System.Collections.Generic;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace EspNet.DeviceBuild.Check;

/// <summary>One instruction of a method body.</summary>
/// <param name="Offset">Where in the body it stands.</param>
/// <param name="Code">What it does.</param>
/// <param name="Token">The type, member or signature it names; nil for all other operands.</param>
internal readonly record struct Instruction(int Offset, OpCode Code, Handle Token);

/// <summary>Takes method bodies apart. The table of opcodes is .NET's own.</summary>
internal static class Instructions
{
    private static readonly Dictionary<short, OpCode> Codes = ReadCodes();

    public static IEnumerable<Instruction> Read(byte[] il)
    {
        int position = 0;
        while (position < il.Length)
        {
            int offset = position;
            short value = il[position++];
            if (value == 0xFE)
            {
                value = unchecked((short)(0xFE00 | il[position++]));
            }

            OpCode code = Codes[value];
            Handle token = default;
            if (code.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineSig
                or OperandType.InlineTok or OperandType.InlineType)
            {
                token = MetadataTokens.Handle(BitConverter.ToInt32(il, position));
            }

            position += Size(code.OperandType, il, position);
            yield return new Instruction(offset, code, token);
        }
    }

    private static int Size(OperandType operand, byte[] il, int position) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, position)),
        _ => 4,
    };

    private static Dictionary<short, OpCode> ReadCodes()
    {
        var codes = new Dictionary<short, OpCode>();
        foreach (var field in typeof(OpCodes).GetFields())
        {
            if (field.GetValue(null) is OpCode code)
            {
                codes[code.Value] = code;
            }
        }

        return codes;
    }
}
