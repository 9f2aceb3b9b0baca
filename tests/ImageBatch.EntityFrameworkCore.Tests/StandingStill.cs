using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ImageBatch.EntityFrameworkCore.Tests;

/// <summary>Lets a node stand still before its first commit, with its locks taken, until it is told to go on.</summary>
internal sealed class StandingStill : DbTransactionInterceptor
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Reached => _reached.Task;

    public void GoOn() => _goOn.SetResult();

    public override async ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        if (_reached.TrySetResult())
        {
            await _goOn.Task;
        }

        return result;
    }
}
