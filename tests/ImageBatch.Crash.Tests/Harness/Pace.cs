using Microsoft.AspNetCore.Http;

namespace ImageBatch.Crash.Tests.Harness;

/// <summary>Lets the image server answer so often and no more, so that a job outlives its workers.</summary>
internal sealed class Pace : IDisposable
{
    private readonly SemaphoreSlim _answers = new(0);

    /// <summary>Lets so many requests be answered from now on; those that were left are forgotten.</summary>
    public void Allow(int answers)
    {
        while (_answers.Wait(0))
        {
        }

        if (answers > 0)
        {
            _answers.Release(answers);
        }
    }

    public void AllowAll() => Allow(1_000_000);

    /// <summary>Waits for its turn, or for the one who asked to go away.</summary>
    public Task WaitAsync(HttpContext context) => _answers.WaitAsync(context.RequestAborted);

    public void Dispose() => _answers.Dispose();
}
