namespace ImageBatch.Crash.Tests.Harness.Cluster;

/// <summary>A part of the cluster that is killed and started again.</summary>
internal interface IMember
{
    /// <summary>What it is; members of one kind stand in for each other.</summary>
    string Kind { get; }

    /// <summary>Whether it was started, and not killed since.</summary>
    bool IsUp { get; }

    /// <summary>Whether it has come as far as to do its work.</summary>
    bool IsReady { get; }

    /// <summary>Starts it; returns before it is ready.</summary>
    void Start();

    /// <summary>Ends it at once, with SIGKILL.</summary>
    Task KillAsync();
}
