using ImageBatch.Model;

namespace ImageBatch.Fairness;

/// <summary>One that waits at a <see cref="FairGate{TLane,TRequest}"/>.</summary>
/// <param name="job">Whose turn it counts as.</param>
/// <param name="lane">What its job's requests take turns by.</param>
/// <param name="request">What it asks for.</param>
/// <param name="since">When it came.</param>
internal sealed class Waiter<TLane, TRequest>(JobId job, TLane lane, TRequest request, long since)
    : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public JobId Job => job;

    public TLane Lane => lane;

    public TRequest Request => request;

    public long Since => since;
}
