using System.Diagnostics;
using ImageBatch.Model;

namespace ImageBatch.InMemory;

/// <summary>What lies in the queue: an image, and the activity that enqueued it.</summary>
internal readonly record struct QueuedImage(ImageKey Key, ActivityContext TraceContext);
