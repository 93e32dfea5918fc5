using System;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using MSTest = Microsoft.VisualStudio.TestTools.UnitTesting;

namespace nanoFramework.TestFramework;

/// <summary>A test. A method with <see cref="DataRowAttribute"/> needs this one too.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TestMethodAttribute(
    [CallerFilePath] string callerFilePath = "", [CallerLineNumber] int callerLineNumber = -1)
    : MSTest.TestMethodAttribute(callerFilePath, callerLineNumber)
{
    /// <summary>Runs the class's set-up before its first test.</summary>
    public override async Task<MSTest.TestResult[]> ExecuteAsync(MSTest.ITestMethod testMethod)
    {
        ArgumentNullException.ThrowIfNull(testMethod);
        try
        {
            TestClassLife.Enter(testMethod.MethodInfo.ReflectedType!);
        }
        catch (MSTest.AssertInconclusiveException e)
        {
            return [new MSTest.TestResult { Outcome = MSTest.UnitTestOutcome.Inconclusive, TestFailureException = e }];
        }
        catch (Exception e)
        {
            return [new MSTest.TestResult { Outcome = MSTest.UnitTestOutcome.Failed, TestFailureException = e }];
        }

        return await base.ExecuteAsync(testMethod).ConfigureAwait(false);
    }
}
