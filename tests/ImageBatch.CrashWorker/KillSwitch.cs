using System.Diagnostics;
using ImageBatch.Diagnostics;

namespace ImageBatch.CrashWorker;

/// <summary>Ends the process at a crash point as an operator's <c>kill -9</c> would: at once, and nothing is cleaned up.</summary>
internal static class KillSwitch
{
    public static void Arm(string point, int count)
    {
        var left = count;
        CrashPoint.Reached = reached =>
        {
            if (reached == point && Interlocked.Decrement(ref left) <= 0)
            {
                using var self = Process.GetCurrentProcess();
                self.Kill();
                Thread.Sleep(Timeout.Infinite);
            }
        };
    }
}
