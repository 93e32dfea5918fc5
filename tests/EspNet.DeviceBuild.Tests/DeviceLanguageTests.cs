using System.Linq;
using EspNet.DeviceBuild.Check;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace EspNet.DeviceBuild.Tests;

/// <summary>C# that works on the device compiles and passes the check; what the device lacks does not compile.</summary>
[TestClass]
public class DeviceLanguageTests
{
    [TestMethod]
    [DataRow("class C { readonly object _l = new(); int Get() { lock (_l) { return 1; } } }", DisplayName = "lock")]
    [DataRow("class C { string Say(int n, object? o) => $\"{n:D4} {o,5} {nameof(C)}\"; }", DisplayName = "string interpolation")]
    [DataRow("class C { int Sum(byte[] x) { int s = 0; foreach (byte b in x) { s += b; } return s; } }", DisplayName = "foreach over an array")]
    [DataRow("class C { void All(System.Collections.ArrayList x) { foreach (object o in x) { o.ToString(); } } }", DisplayName = "foreach over a collection")]
    [DataRow("class C { int Of(string s) => s switch { \"a\" => 1, \"bb\" => 2, \"c\" => 3, \"d\" => 4, \"e\" => 5, \"f\" => 6, \"g\" => 7, \"h\" => 8, _ => 0 }; }", DisplayName = "switch on strings")]
    [DataRow("class C { int Of(object o) => o switch { int n when n > 3 => n, string { Length: > 2 and < 9 } s => s.Length, null => 0, _ => 1 }; }", DisplayName = "patterns")]
    [DataRow("class C { public string? Name { get; init; } static C Make() => new() { Name = \"x\" }; }", DisplayName = "init-only setters")]
    [DataRow("class C(int n) { int _n = n; int Get() => _n; }", DisplayName = "primary constructors")]
    [DataRow("class C { int Try() { try { return 1; } catch (System.Exception e) when (e.Message.Length > 3) { return 2; } finally { Try(); } } }", DisplayName = "exception filters")]
    [DataRow("class C { static readonly byte[] Table = [1, 2, 3, 4, 5]; byte[] Empty() => []; string[] Names() => [\"a\", \"b\"]; }", DisplayName = "array collection expressions")]
    [DataRow("class C { int Sum(params int[] x) => x.Length; int Use() => Sum(1, 2) + Sum(); }", DisplayName = "params arrays")]
    [DataRow("class C { System.Action Count(int n) { int Local() => n; return () => n += Local(); } }", DisplayName = "closures and local functions")]
    [DataRow("delegate void Said(object o, string s); class C { event Said? Heard; void Say() => Heard?.Invoke(this, \"x\"); }", DisplayName = "own delegates and events")]
    [DataRow("ref struct View(byte[] b) { byte[] _b = b; int Length => _b.Length; } readonly struct P(int x) { public int X => x; }", DisplayName = "ref and readonly structs")]
    [DataRow("class C { void Swap(ref int a, in int b, out int c) { c = a; a = b; } }", DisplayName = "ref, in and out")]
    [DataRow("static class E { public static bool IsEmpty(this string s) => s.Length == 0; static bool Use() => \"\".IsEmpty(); }", DisplayName = "extension methods")]
    [DataRow("class C { void Use() { using var s = new System.IO.MemoryStream(); s.WriteByte(1); } }", DisplayName = "using declarations")]
    [DataRow("class C { string Raw() => \"\"\"a \"b\" c\"\"\"; }", DisplayName = "raw strings")]
    [DataRow("class C { void Run() { var t = new System.Threading.Thread(Run); t.Start(); t.Join(); } }", DisplayName = "threads")]
    [DataRow("class O { public int N { get; init; } } class C { static readonly O[] Table = [new O { N = 1 }, new O()]; static readonly object L = new(); }", DisplayName = "plain static tables")]
    [DataRow("struct S { public int A; } class C { int Use() { S s; s.A = 1; System.TimeSpan t = default; return s.A + t.Days; } }", DisplayName = "structs")]
    public void What_works_on_the_device_compiles_and_passes(string source)
    {
        Assert.AreEqual("", string.Join('\n', DeviceCompiler.Errors(source)));
        Assert.AreEqual("", string.Join('\n', DeviceCompiler.Check(source)));
    }

    [TestMethod]
    [DataRow("class C { int? _n; }", DisplayName = "nullable value types")]
    [DataRow("class C { object? Len(string? s) => s?.Length; }", DisplayName = "lifted values")]
    [DataRow("class C { async void Do() { } }", DisplayName = "async")]
    [DataRow("class C { System.Collections.IEnumerable All() { yield return 1; } }", DisplayName = "iterators")]
    [DataRow("record R(int X);", DisplayName = "records")]
    [DataRow("class C { (int, int) Two() => (1, 2); }", DisplayName = "tuples")]
    [DataRow("class C { decimal _d; }", DisplayName = "decimal")]
    [DataRow("class C { void Do(dynamic d) => d.Go(); }", DisplayName = "dynamic")]
    [DataRow("class C { volatile int _n; }", DisplayName = "volatile")]
    [DataRow("class C { System.ReadOnlySpan<byte> Bytes() => \"x\"u8; }", DisplayName = "Span")]
    [DataRow("class C { int Last(int[] x) => x[^1]; }", DisplayName = "indexes from the end")]
    [DataRow("class C { public required int X { get; set; } }", DisplayName = "required members")]
    [DataRow("class C { System.Action<int>? _a; }", DisplayName = "Action of T")]
    [DataRow("class C { System.Func<int>? _f; }", DisplayName = "Func of T")]
    [DataRow("class C { string Join() => string.Join(\",\", new string[0]); }", DisplayName = "string.Join")]
    [DataRow("class C { string Cut(string s) => s.Replace(\"a\", \"b\"); }", DisplayName = "string.Replace")]
    public void What_the_device_lacks_does_not_compile(string source) =>
        Assert.AreNotEqual(0, DeviceCompiler.Errors(source).Count);
}
