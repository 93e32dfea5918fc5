namespace EspNet.Interop.Tests.Http.Server;

/// <summary>The real curl.</summary>
internal static class Curl
{
    /// <summary>Runs curl, which must succeed.</summary>
    /// <returns>What it printed: bodies, and what -w asks for.</returns>
    internal static string Run(params string[] arguments)
    {
        Tool tool = TryRun(arguments);
        Assert.AreEqual(0, tool.ExitCode, tool.Output);
        return tool.Output;
    }

    /// <summary>Runs curl, without the user's settings and proxies.</summary>
    internal static Tool TryRun(params string[] arguments) =>
        Tool.Run("curl", "curl", ["-q", "-sS", "--noproxy", "*", "--max-time", "15", .. arguments]);
}
