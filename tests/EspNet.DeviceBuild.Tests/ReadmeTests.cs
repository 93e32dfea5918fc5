using System;
using System.IO;
using System.Linq;
using EspNet.Mqtt;
using EspNet.Sockets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace EspNet.DeviceBuild.Tests;

/// <summary>What the README shows is what the libraries are.</summary>
[TestClass]
public class ReadmeTests
{
    private const string CodeStart = "```csharp\n";

    [TestMethod]
    public void The_first_program_compiles()
    {
        string readme = File.ReadAllText(Readme()).ReplaceLineEndings("\n");
        int start = readme.IndexOf(CodeStart, StringComparison.Ordinal) + CodeStart.Length;
        string program = readme[start..readme.IndexOf("```", start, StringComparison.Ordinal)];

        CSharpCompilation compilation = CSharpCompilation.Create(
            "FirstProgram",
            [CSharpSyntaxTree.ParseText(program, new CSharpParseOptions(LanguageVersion.CSharp13))],
            [.. PlatformAssemblies(), Reference(typeof(MqttClient)), Reference(typeof(ITransport))],
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));

        Assert.Contains("new MqttClient(", program);
        Assert.AreEqual("", string.Join('\n', compilation.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning)));
    }

    private static MetadataReference[] PlatformAssemblies() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path))];

    private static PortableExecutableReference Reference(Type type) => MetadataReference.CreateFromFile(type.Assembly.Location);

    private static string Readme() => Path.GetFullPath(Path.Combine(DeviceApi.Folder, "..", "..", "README.md"));
}
