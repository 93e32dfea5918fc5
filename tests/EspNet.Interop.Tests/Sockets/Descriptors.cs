using System;
using System.IO;
using System.Net;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace EspNet.Interop.Tests.Sockets;

/// <summary>Counts what this process has open.</summary>
internal static class Descriptors
{
    /// <summary>Open sockets: only they, because the runtime opens files of its own as it goes.</summary>
    internal static int Count()
    {
        if (!Directory.Exists("/proc/self/fd"))
        {
            Assert.Inconclusive("Only Linux shows a process its descriptors.");
        }

        int count = 0;
        foreach (string descriptor in Directory.GetFiles("/proc/self/fd"))
        {
            // One that closed since the listing has no target any more.
            if (new FileInfo(descriptor).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true)
            {
                count++;
            }
        }

        return count;
    }

    /// <summary>Closes what earlier tests left to the garbage collector.</summary>
    internal static void Settle()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
