using System.Diagnostics;
using ImageBatch.Model;

namespace ImageBatch.InMemory;

/// <summary>What lies in the queue: an image, the activity that enqueued it, and whether it was delivered before.</summary>
internal readonly record struct QueuedImage(ImageKey Key, ActivityContext TraceContext, bool IsRedelivered);
