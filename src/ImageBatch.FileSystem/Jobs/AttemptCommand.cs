using ImageBatch.Model;

namespace ImageBatch.FileSystem.Jobs;

/// <summary>Saves what a try to deliver a webhook came to, where its claim is still the last one.</summary>
internal sealed class AttemptCommand(
    StoreState state, Lock gate, WebhookDelivery delivery, WebhookAttempt attempt, CancellationToken cancellationToken)
    : Command<bool>(cancellationToken)
{
    public override JobId? Alone => delivery.Job;

    public override bool Write(ByteWriter writer)
    {
        lock (gate)
        {
            if (state.Outbox.Find(delivery.Id) is not { } known || known.Claim != delivery.Claim)
            {
                return false;
            }
        }

        AttemptRecord.Write(writer, delivery, attempt);
        return true;
    }

    public override void Applied(object? outcome) => Set(true);

    public override void Skipped() => Set(false);
}
