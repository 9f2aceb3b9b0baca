namespace ImageBatch.AspNetCore.Security;

/// <summary>Marks a route that downloads of ImageBatch itself may call: outputs, which may be the inputs of another job.</summary>
internal sealed class OpenToOwnCalls
{
    public static OpenToOwnCalls Instance { get; } = new();
}
