namespace Microsoft.Extensions.DependencyInjection;

/// <summary>What a node does beside taking uploads.</summary>
[Flags]
public enum ImageBatchRoles
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Hands out the images of unfinished jobs, and deletes finished jobs whose time has passed.</summary>
    Dispatcher = 1,

    /// <summary>Downloads, compresses, saves and records images.</summary>
    Worker = 2,

    /// <summary>Delivers webhooks.</summary>
    Webhooks = 4,

    /// <summary>All of these.</summary>
    All = Dispatcher | Worker | Webhooks,
}
