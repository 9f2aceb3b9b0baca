namespace ImageBatch.EntityFrameworkCore.Model;

/// <summary>
/// A start of a pending image, forgotten when the image is final. One that was taken back stays known until then, else
/// saving it once more would count it again.
/// </summary>
internal sealed class StartEntity
{
    public required Guid JobId { get; init; }

    public required int Index { get; init; }

    public required Guid Attempt { get; init; }

    public bool TakenBack { get; set; }
}
