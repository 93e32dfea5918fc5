using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using EspNet.DeviceBuild.Facts;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace EspNet.DeviceBuild.Tests;

/// <summary>A test that compiles on the PC has to compile for the device: the adapter may offer nothing more.</summary>
[TestClass]
public class TestFrameworkTests
{
    [TestMethod]
    [DataRow(typeof(nanoFramework.TestFramework.Assert))]
    [DataRow(typeof(nanoFramework.TestFramework.CollectionAssert))]
    [DataRow(typeof(nanoFramework.TestFramework.OutputHelper))]
    public void The_adapter_has_no_member_that_the_device_lacks(Type adapter)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        HashSet<string> device = [.. DeviceApi.Facts.Find(adapter.FullName!).Type.Methods.Select(Signature)];

        string[] additional = [.. adapter
            .GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Select(Signature)
            .Except(device)];

        Assert.IsEmpty(additional, string.Join('\n', additional));
    }

    [TestMethod]
    public void The_adapter_has_every_assertion_of_the_device_that_is_not_obsolete()
    {
        foreach (Type adapter in new[] { typeof(nanoFramework.TestFramework.Assert), typeof(nanoFramework.TestFramework.CollectionAssert) })
        {
            string[] offered = [.. adapter.GetMethods(BindingFlags.Static | BindingFlags.Public).Select(Signature)];
            string[] missing = [.. DeviceApi.Facts.Find(adapter.FullName!).Type.Methods
                .Where(method => method.Name != ".ctor" && !method.Attributes.Any(attribute => attribute.Type == "System.ObsoleteAttribute"))
                .Select(Signature)
                .Except(offered)];

            Assert.IsEmpty(missing, string.Join('\n', missing));
        }
    }

    private static string Signature(MethodInfo method) => Signature(
        method.Name,
        method.GetParameters().Select(parameter => $"{parameter.ParameterType.FullName} {parameter.Name} {parameter.HasDefaultValue}"));

    private static string Signature(ApiMethod method) => Signature(
        method.Name,
        method.Parameters.Select(parameter => $"{parameter.ParamType} {parameter.Name} {parameter.HasDefault}"));

    private static string Signature(string name, IEnumerable<string> parameters) => $"{name}({string.Join(", ", parameters)})";
}
