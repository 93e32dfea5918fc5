using System;
using MSTest = Microsoft.VisualStudio.TestTools.UnitTesting;

namespace nanoFramework.TestFramework;

/// <summary>The arguments of one run of a test.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class DataRowAttribute(params object?[] methodParameters) : MSTest.DataRowAttribute(methodParameters)
{
    /// <summary>The arguments.</summary>
    public object?[] MethodParameters => Data;
}
