using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ImageBatch.EntityFrameworkCore.Tests;

/// <summary>Lets every other commit of a context succeed and then fails it, as a connection that breaks at that moment does.</summary>
internal sealed class LostAnswers : DbTransactionInterceptor
{
    private int _commits;

    public override Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
        Interlocked.Increment(ref _commits) % 2 == 1 ? throw new LostAnswerException() : Task.CompletedTask;

    private sealed class LostAnswerException() : DbException("The connection broke.")
    {
        public override bool IsTransient => true;
    }
}
