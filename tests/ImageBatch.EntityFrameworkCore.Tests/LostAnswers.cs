using System.Data.Common;
using System.Reflection;
using System.Runtime.CompilerServices;
using ImageBatch.Ports;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ImageBatch.EntityFrameworkCore.Tests;

/// <summary>
/// Lets every other commit within a call of the store succeed and then fails it, as a connection that breaks at that
/// moment does.
/// </summary>
internal sealed class LostAnswers : DbTransactionInterceptor
{
    private static readonly AsyncLocal<StrongBox<int>?> Commits = new();

    /// <summary>The same store, with the commits of each of its calls counted.</summary>
    public static IJobStore Of(IJobStore store)
    {
        var proxy = DispatchProxy.Create<IJobStore, JobStoreProxy>();
        ((JobStoreProxy)proxy).Store = store;
        ((JobStoreProxy)proxy).BeforeCall = () => Commits.Value = new StrongBox<int>();
        return proxy;
    }

    public override Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
        Commits.Value is { } commits && Interlocked.Increment(ref commits.Value) % 2 == 1
            ? throw new LostAnswerException()
            : Task.CompletedTask;

    private sealed class LostAnswerException() : DbException("The connection broke.")
    {
        public override bool IsTransient => true;
    }
}
