using ImageBatch.Model;

namespace ImageBatch.FileSystem.Jobs;

/// <summary>The record of a try to deliver a webhook: the job, the run, and what the try came to.</summary>
internal static class AttemptRecord
{
    public static void Write(ByteWriter writer, WebhookDelivery delivery, WebhookAttempt attempt)
    {
        StoreState.WriteAttemptHead(writer);
        writer.Guid(delivery.Job.Value);
        writer.Int32(delivery.Run);
        Delivery.WriteAttempt(writer, attempt);
    }

    public static object? Apply(StoreState state, ref ByteReader reader, long position)
    {
        var job = state.Find(new JobId(reader.Guid()), position);
        var delivery = job?.DeliveryOf(reader.Int32());
        if (delivery is not null)
        {
            var attempt = Delivery.ReadAttempt(ref reader);
            state.Outbox.Change(delivery, changed => changed.Count(attempt));
        }

        return null;
    }
}
