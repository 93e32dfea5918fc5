using System.Collections.Generic;
using System.Linq;
using EspNet.DeviceBuild.Check;
using Microsoft.CodeAnalysis;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace EspNet.DeviceBuild.Tests;

/// <summary>Each construct that kills the device is found, and the finding names the member and the construct.</summary>
[TestClass]
public class DeviceCheckTests
{
    private const string Box = "class Box<T> { public T Value; public void Set(T value) { } }\n";

    [TestMethod]
    [DataRow("class Box<T> { }", "Box`1", "generic type")]
    [DataRow("class C { T Same<T>(T x) => x; }", "C.Same", "generic method")]
    [DataRow("class C { void Outer() { T Local<T>(T x) => x; } }", "C.<Outer>g__Local|0_0", "generic method")]
    [DataRow("interface I<T> { }", "I`1", "generic type")]
    [DataRow("delegate void Handler<T>(T x);", "Handler`1", "generic type")]
    [DataRow("struct Pair<A, B> { }", "Pair`2", "generic type")]
    public void A_generic_definition_is_found(string source, string member, string construct) =>
        AssertFound(source, Rule.Generics, member, construct);

    [TestMethod]
    [DataRow("class C : Box<int> { }", "C", "base type generic type Box<Int32>")]
    [DataRow("interface I<T> { } class C : I<string> { }", "C", "interface generic type I<String>")]
    [DataRow("class C { Box<int>? _field; }", "C._field", "field of generic type Box<Int32>")]
    [DataRow("class C { Box<int>[]? _field; }", "C._field", "field of generic type Box<Int32>")]
    [DataRow("class C { void Take(Box<Box<int>> x) { } }", "C.Take", "parameter of generic type Box<Box<Int32>>")]
    [DataRow("class C { Box<int>? Give() => null; }", "C.Give", "returns generic type Box<Int32>")]
    [DataRow("class C { Box<int>? P { get; set; } }", "C.get_P", "returns generic type Box<Int32>")]
    [DataRow("class C { void Make() { object o = new Box<int>(); } }", "C.Make", "use of generic type Box<Int32>")]
    [DataRow("class C { void Hold(object o) { var b = (Box<int>)o; b.Set(1); } }", "C.Hold", "local of generic type Box<Int32>")]
    [DataRow("class C { bool Is(object o) => o is Box<int>; }", "C.Is", "use of generic type Box<Int32>")]
    [DataRow("class C { object Of() => typeof(Box<>); }", "C.Of", "use of generic type Box")]
    [DataRow("class C { static T Same<T>(T x) => x; int Use() => Same(1); }", "C.Use", "use of generic method C.Same")]
    [DataRow("delegate void Handler<T>(T x); class C { Handler<int> Make(int n) => x => n += x; }", "C.Make", "use of generic type Handler<Int32>")]
    public void A_use_of_a_generic_is_found(string source, string member, string construct) =>
        AssertFound(Box + source, Rule.Generics, member, construct);

    [TestMethod]
    [DataRow("class C { int[,]? _grid; }", "C._grid", "field of array Int32[,]")]
    [DataRow("class C { object Make() => new int[2, 3]; }", "C.Make", "use of array Int32[,]")]
    [DataRow("class C { int Get(byte[,,] grid) => 0; }", "C.Get", "parameter of array Byte[,,]")]
    [DataRow("class C { int[][,]? _grids; }", "C._grids", "field of array Int32[,]")]
    public void A_multi_dimensional_array_is_found(string source, string member, string construct) =>
        AssertFound(source, Rule.MultiDimensionalArray, member, construct);

    [TestMethod]
    [DataRow("interface I { void Do() { } }", "I.Do")]
    [DataRow("interface I { int P => 1; }", "I.get_P")]
    [DataRow("interface I { static int Do() => 1; }", "I.Do")]
    [DataRow("interface I { private void Do() { } }", "I.Do")]
    [DataRow("interface I { void Do(); } interface J : I { void I.Do() { } }", "J.I.Do")]
    public void An_interface_method_with_a_body_is_found(string source, string member) =>
        AssertFound(source, Rule.DefaultInterfaceMethod, member, "interface method with a body");

    [TestMethod]
    [DataRow("class C { void Start(System.Action a) { a.BeginInvoke(null, null); } }", "C.Start", "call of System.Action.BeginInvoke")]
    [DataRow("class C { void End(System.Action a, System.IAsyncResult r) { a.EndInvoke(r); } }", "C.End", "call of System.Action.EndInvoke")]
    [DataRow("delegate int D(int x); class C { void Start(D d) { d.BeginInvoke(1, null, null); } }", "C.Start", "call of D.BeginInvoke")]
    public void An_asynchronous_delegate_call_is_found(string source, string member, string construct) =>
        AssertFound(source, Rule.AsynchronousDelegate, member, construct);

    [TestMethod]
    [DataRow("unsafe class C { byte* _p; }", "C._p", "field of pointer Byte*")]
    [DataRow("unsafe class C { int Read(int* p) => *p; }", "C.Read", "parameter of pointer Int32*")]
    [DataRow("unsafe class C { int Read(byte[] x) { fixed (byte* p = x) { return *p; } } }", "C.Read", "local of fixed Byte[]")]
    [DataRow("unsafe class C { int Make() { int* p = stackalloc int[4]; return p[1]; } }", "C.Make", "stackalloc")]
    [DataRow("unsafe class C { void Call(delegate*<int, void> f) => f(1); }", "C.Call", "parameter of function pointer")]
    [DataRow("unsafe class C { void Call(object f) { ((delegate*<int, void>)null)(1); } }", "C.Call", "call through a function pointer")]
    public void A_pointer_is_found(string source, string member, string construct) =>
        AssertFound(source, Rule.Pointer, member, construct);

    [TestMethod]
    [DataRow("class C { static int _n = int.Parse(\"1\"); }", "C..cctor", "call of System.Int32.Parse")]
    [DataRow("class C { static object _t = new System.Threading.Thread(() => { }); }", "C..cctor", "creation with System.Threading.Thread..ctor")]
    [DataRow("class O { public O(int n) { if (n > 0) throw new System.Exception(); } } class C { static O _o = new O(1); }", "C..cctor", "creation with O..ctor")]
    public void A_static_constructor_that_could_throw_is_found(string source, string member, string construct) =>
        AssertFound(source, Rule.StaticConstructor, member, construct);

    [TestMethod]
    [DataRow("class C { int Add(int a, int b) => checked(a + b); }", "C.Add", "add.ovf")]
    [DataRow("class C { byte Narrow(int a) { checked { return (byte)a; } } }", "C.Narrow", "conv.ovf.u1")]
    public void Checked_arithmetic_is_found(string source, string member, string construct) =>
        AssertFound(source, Rule.CheckedArithmetic, member, construct);

    [TestMethod]
    public void A_home_made_thread_static_is_found() => AssertFound(
        "namespace System { class ThreadStaticAttribute : Attribute { } class C { [ThreadStatic] static int _n; } }",
        Rule.ThreadStatic, "System.C._n", "[ThreadStatic]");

    [TestMethod]
    public void Optimized_code_is_inspected_as_well()
    {
        IReadOnlyList<Finding> findings = DeviceCompiler.Check(
            Box + "class C { void Make() { object o = new Box<int>(); } }", OptimizationLevel.Release);

        Assert.IsTrue(findings.Any(finding => finding.Member == "C.Make"));
    }

    [TestMethod]
    public void A_finding_is_written_as_an_error_with_file_line_and_column()
    {
        Finding finding = DeviceCompiler.Check("class C\n{\n    int Add(int a, int b) => checked(a + b);\n}").Single();

        Assert.StartsWith("Source.cs(3,30): error DEV0007: C.Add: add.ovf: ", finding.ToString());
    }

    [TestMethod]
    public void Each_place_is_reported_once()
    {
        IReadOnlyList<Finding> findings = DeviceCompiler.Check("class C { object A() => new int[1, 2]; object B() => new int[1, 2]; }");

        CollectionAssert.AreEqual(new[] { "C.A", "C.B" }, findings.Select(finding => finding.Member).ToArray());
    }

    private static void AssertFound(string source, Rule rule, string member, string construct)
    {
        IReadOnlyList<Finding> findings = DeviceCompiler.Check(source);

        Assert.IsTrue(
            findings.Any(finding => finding.Rule == rule && finding.Member == member && finding.Construct == construct),
            string.Join('\n', findings));
    }
}
