namespace EspNet.DeviceBuild.Check;

/// <summary>Why a construct may not be in a device assembly. The numbers are those of the messages, DEV0001 and so on.</summary>
public enum Rule
{
    Generics = 1,
    MultiDimensionalArray = 2,
    DefaultInterfaceMethod = 3,
    AsynchronousDelegate = 4,
    Pointer = 5,
    StaticConstructor = 6,
    CheckedArithmetic = 7,
    ThreadStatic = 8,
}

/// <summary>One thing found that kills or fools the device.</summary>
/// <param name="Rule">Why it may not be there.</param>
/// <param name="Member">The method, field or type it was found in.</param>
/// <param name="Construct">What was found.</param>
/// <param name="Location">"file(line,column)" where the debug information knows it, else the assembly's path.</param>
public sealed record Finding(Rule Rule, string Member, string Construct, string Location)
{
    /// <summary>In the canonical format, which MSBuild and editors turn into an error one can click on.</summary>
    public override string ToString() =>
        $"{Location}: error DEV{(int)Rule:D4}: {Member}: {Construct}: {Reason(Rule)}";

    private static string Reason(Rule rule) => rule switch
    {
        Rule.Generics => "generics compile and then crash the interpreter",
        Rule.MultiDimensionalArray => "multi-dimensional arrays compile and then crash the interpreter; use an array of arrays",
        Rule.DefaultInterfaceMethod => "calling an interface method with a body ends the program; use an abstract class",
        Rule.AsynchronousDelegate => "BeginInvoke and EndInvoke are declared and not implemented; start a thread",
        Rule.Pointer => "pointers fail in the metadata processor",
        Rule.StaticConstructor => "static constructors all run before Main and their exceptions vanish; keep statics to constants and plain tables",
        Rule.CheckedArithmetic => "checked arithmetic never throws on the device; compare with the limits before",
        Rule.ThreadStatic => "the device has no thread statics; the field would be shared by all threads",
        _ => "not supported on the device",
    };
}
