using ImageBatch.Model;

namespace ImageBatch.FileSystem.Jobs;

/// <summary>The delivery of one run of a job. Its body is a file of its own, since few are needed at a time.</summary>
internal sealed class Delivery(JobId job, int run)
{
    public string Id { get; } = WebhookDelivery.IdOf(job, run);

    public JobId Job => job;

    public int Run => run;

    public string Url
    {
        get;
        set => (field, Receiver) = (value, WebhookReceiver.Of(value));
    } = "";

    public WebhookReceiver Receiver { get; private set; } = new("", "");

    public WebhookState State { get; private set; }

    public int Attempts { get; private set; }

    public int? LastStatus { get; private set; }

    public string? LastError { get; private set; }

    /// <summary>When it is tried next. Changed only while the delivery is not in the order of what is due.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    /// <summary>The claim it is out under. Not stored: after a start nobody is left who could have it.</summary>
    public Guid? Claim { get; set; }

    public DateTimeOffset ClaimedUntil { get; set; }

    /// <summary>The longest due first; ids break ties.</summary>
    public static IComparer<Delivery> ByDueTime { get; } = Comparer<Delivery>.Create((left, right) =>
        Nullable.Compare(left.DueAt, right.DueAt) is var order and not 0
            ? order
            : string.CompareOrdinal(left.Id, right.Id));

    /// <summary>Makes it due as if it were new but for its body.</summary>
    public void Announce(string url, DateTimeOffset now)
    {
        (Url, Attempts) = (url, 0);
        Become(new WebhookAttempt(WebhookState.Pending, null, null, now));
    }

    public void Count(WebhookAttempt attempt)
    {
        Attempts++;
        Become(attempt);
    }

    public JobWebhook Describe() => new()
    {
        Url = Url,
        Id = Id,
        State = State,
        Attempts = Attempts,
        LastStatus = LastStatus,
        LastError = LastError,
        NextAttemptAt = DueAt,
    };

    public WebhookDelivery HandOut(Guid claim, DateTimeOffset until)
    {
        (Claim, ClaimedUntil) = (claim, until);
        return new WebhookDelivery { Id = Id, Job = job, Run = run, Url = Url, Attempts = Attempts, Claim = claim };
    }

    public void Write(ByteWriter writer)
    {
        writer.Int32(run);
        writer.Text(Url);
        writer.Int32(Attempts);
        WriteAttempt(writer, new WebhookAttempt(State, LastStatus, LastError, DueAt));
    }

    public static Delivery Read(JobId job, ref ByteReader reader)
    {
        var delivery = new Delivery(job, reader.Int32()) { Url = reader.Text(), Attempts = reader.Int32() };
        delivery.Become(ReadAttempt(ref reader));
        return delivery;
    }

    public static void WriteAttempt(ByteWriter writer, WebhookAttempt attempt)
    {
        writer.Int32((int)attempt.State);
        writer.NumberOrNull(attempt.StatusCode);
        writer.TextOrNull(attempt.Error);
        writer.TimeOrNull(attempt.NextAttemptAt);
    }

    public static WebhookAttempt ReadAttempt(ref ByteReader reader) => new(
        (WebhookState)reader.Int32(), (int?)reader.NumberOrNull(), reader.TextOrNull(), reader.TimeOrNull());

    private void Become(WebhookAttempt attempt) =>
        (State, LastStatus, LastError, DueAt, Claim) =
            (attempt.State, attempt.StatusCode, attempt.Error, attempt.NextAttemptAt, null);
}
