namespace ImageBatch.SampleHost.Configuration;

/// <summary>What a node does. Any number of nodes may play each role; a job needs all four somewhere.</summary>
[Flags]
internal enum HostRoles
{
    None = 0,

    /// <summary>Serves the API: takes uploads, answers, cancels.</summary>
    Api = 1,

    /// <summary>Downloads, compresses and saves images.</summary>
    Worker = 2,

    /// <summary>Hands out the images of unfinished jobs, and deletes finished jobs whose time has passed.</summary>
    Dispatcher = 4,

    /// <summary>Delivers webhooks.</summary>
    Webhooks = 8,

    All = Api | Worker | Dispatcher | Webhooks,
}
