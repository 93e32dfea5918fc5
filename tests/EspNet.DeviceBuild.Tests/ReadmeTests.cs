using System;
using System.IO;
using System.Linq;
using EspNet.Http;
using EspNet.Mqtt;
using EspNet.Sockets;
using EspNet.Time;
using EspNet.Time.Zones;
using EspNet.Tls;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace EspNet.DeviceBuild.Tests;

/// <summary>What the README shows is what the libraries are.</summary>
[TestClass]
public class ReadmeTests
{
    private const string CodeStart = "```csharp\n";

    /// <summary>What a user of the second program has to bring.</summary>
    private const string Certificates = """
        internal static class Certificates
        {
            internal const string Root = "";
            internal const string Device = "";
            internal const string DeviceKey = "";
        }
        """;

    private static readonly Type[] Libraries =
        [typeof(MqttClient), typeof(TlsTransport), typeof(ITransport), typeof(TimeService), typeof(TimeZones), typeof(EspHttpClient)];

    [TestMethod]
    [DataRow(0, "new MqttClient(")]
    [DataRow(1, "TlsCertificates.FromPem(")]
    [DataRow(2, "new TcpServer(")]
    [DataRow(3, "new TimeService(")]
    [DataRow(4, "new EspHttpServer(")]
    public void The_programs_compile(int number, string what)
    {
        string program = Programs()[number];

        CSharpCompilation compilation = CSharpCompilation.Create(
            "Program" + number,
            [Parse(program), Parse(Certificates)],
            [.. PlatformAssemblies(), .. Libraries.Select(Reference)],
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));

        Assert.Contains(what, program);
        Assert.AreEqual("", string.Join('\n', compilation.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning)));
    }

    [TestMethod]
    public void There_is_no_program_that_is_not_compiled_here() => Assert.HasCount(5, Programs());

    private static string[] Programs() =>
        [.. File.ReadAllText(Readme()).ReplaceLineEndings("\n")
            .Split(CodeStart)
            .Skip(1)
            .Select(block => block[..block.IndexOf("```", StringComparison.Ordinal)])];

    private static SyntaxTree Parse(string text) => CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.CSharp13));

    private static MetadataReference[] PlatformAssemblies() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path))];

    private static PortableExecutableReference Reference(Type type) => MetadataReference.CreateFromFile(type.Assembly.Location);

    private static string Readme() => Path.GetFullPath(Path.Combine(DeviceApi.Folder, "..", "..", "README.md"));
}
