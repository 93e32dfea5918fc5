using System;
using System.Linq;
using System.Reflection;
using System.Runtime.ExceptionServices;
using MSTest = Microsoft.VisualStudio.TestTools.UnitTesting;

[assembly: MSTest.AssemblyFixtureProvider(typeof(nanoFramework.TestFramework.TestClassLife))]

namespace nanoFramework.TestFramework;

/// <summary>
/// Set-up and clean-up of test classes as the device's launcher does them. MSTest's own are tied to its attributes and
/// want another signature. Tests run one after another and class by class, so a class ends when another begins.
/// </summary>
[MSTest.TestClass]
public static class TestClassLife
{
    private const BindingFlags AllMethods =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.FlattenHierarchy;

    private static Type? _current;
    private static Exception? _setupFailure;

    /// <summary>Called before every test of <paramref name="testClass"/>. Throws what its set-up threw.</summary>
    public static void Enter(Type testClass)
    {
        if (testClass != _current)
        {
            Leave();
            _current = testClass;
            _setupFailure = null;
            try
            {
                RequireStaticFields(testClass);
                Run(typeof(SetupAttribute));
            }
            catch (Exception e)
            {
                _setupFailure = e;
            }
        }

        if (_setupFailure is not null)
        {
            ExceptionDispatchInfo.Throw(_setupFailure);
        }
    }

    /// <summary>Cleans up after the last class, when MSTest is done with the assembly.</summary>
    [MSTest.AssemblyCleanup]
    public static void Leave()
    {
        if (_current is not null && _setupFailure is null)
        {
            Run(typeof(CleanupAttribute));
        }

        _current = null;
    }

    /// <summary>The device's launcher calls tests without an object, so a field of one does not exist there.</summary>
    private static void RequireStaticFields(Type testClass)
    {
        FieldInfo? field = testClass.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).FirstOrDefault();
        if (field is not null)
        {
            throw new InvalidOperationException(
                $"{testClass.FullName}.{field.Name} has to be static: on the device tests are called without an object");
        }
    }

    private static void Run(Type attribute)
    {
        foreach (MethodInfo method in _current!.GetMethods(AllMethods).Where(method => method.IsDefined(attribute, inherit: true)))
        {
            object? instance = method.IsStatic ? null : Activator.CreateInstance(_current);
            method.Invoke(instance, BindingFlags.DoNotWrapExceptions, binder: null, parameters: null, culture: null);
        }
    }
}
