using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using EspNet.DeviceBuild.Check;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace EspNet.DeviceBuild.Tests;

/// <summary>Compiles sources as the device build does, and runs the device check on the result.</summary>
internal static class DeviceCompiler
{
    private static readonly MetadataReference[] References =
        [.. DeviceApi.Images.Values.Select(image => MetadataReference.CreateFromImage(image))];

    /// <summary>The compiler's errors; empty when it compiles.</summary>
    public static IReadOnlyList<string> Errors(string source) =>
        [.. Compilation(source).Emit(Stream.Null).Diagnostics.Where(IsError).Select(diagnostic => diagnostic.ToString())];

    /// <summary>What the device check finds in <paramref name="source"/>, which has to compile.</summary>
    public static IReadOnlyList<Finding> Check(string source, OptimizationLevel optimization = OptimizationLevel.Debug)
    {
        using var folder = new TempFolder();
        string assembly = folder.File("Source.dll");
        using (FileStream image = File.Create(assembly))
        using (FileStream pdb = File.Create(Path.ChangeExtension(assembly, ".pdb")))
        {
            EmitResult result = Compilation(source, optimization).Emit(
                image, pdb, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
            if (!result.Success)
            {
                throw new InvalidOperationException(string.Join('\n', result.Diagnostics.Where(IsError)));
            }
        }

        return DeviceCheck.Inspect(assembly);
    }

    private static CSharpCompilation Compilation(string source, OptimizationLevel optimization = OptimizationLevel.Debug) =>
        CSharpCompilation.Create(
            "Source",
            [CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.CSharp13), "Source.cs", System.Text.Encoding.UTF8)],
            References,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                allowUnsafe: true,
                optimizationLevel: optimization,
                nullableContextOptions: NullableContextOptions.Enable));

    private static bool IsError(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Error;
}
