namespace ImageBatch.SampleHost.Configuration;

/// <summary>Reads the roles, and refuses those with which what this host keeps to itself would be work for nobody.</summary>
internal static class Roles
{
    private static readonly HostRoles[] Known = [HostRoles.Api, HostRoles.Worker, HostRoles.Dispatcher, HostRoles.Webhooks];

    /// <summary>Reads role names; null stands for all roles.</summary>
    /// <exception cref="InvalidOperationException">A name is unknown, or there is none.</exception>
    public static HostRoles Read(IReadOnlyList<string>? names)
    {
        if (names is null)
        {
            return HostRoles.All;
        }

        var roles = names.Aggregate(HostRoles.None, (all, name) => all | Find(name));
        return roles == HostRoles.None ? throw Unknown("") : roles;
    }

    /// <summary>What the engine does beside taking uploads.</summary>
    public static ImageBatchRoles InBackground(this HostRoles roles) =>
        (roles.HasFlag(HostRoles.Worker) ? ImageBatchRoles.Worker : ImageBatchRoles.None)
        | (roles.HasFlag(HostRoles.Dispatcher) ? ImageBatchRoles.Dispatcher : ImageBatchRoles.None)
        | (roles.HasFlag(HostRoles.Webhooks) ? ImageBatchRoles.Webhooks : ImageBatchRoles.None);

    /// <summary>Whether the stores and the queue let other nodes do what this one leaves out.</summary>
    /// <exception cref="InvalidOperationException">They do not.</exception>
    public static void Check(HostSettings settings)
    {
        if (settings.Roles == HostRoles.All)
        {
            return;
        }

        if (!HostSettings.Is(settings.Store, Stores.PostgreSql))
        {
            throw Alone(settings, "Store", settings.Store, "keeps jobs for one process", Stores.PostgreSql);
        }

        if (settings.Roles.HasFlag(HostRoles.Worker) != settings.Roles.HasFlag(HostRoles.Dispatcher)
            && HostSettings.Is(settings.Queue, Queues.InMemory))
        {
            throw Alone(settings, "Queue", settings.Queue, "goes from a Dispatcher to a Worker of the same process", Queues.RabbitMQ);
        }

        if (HostSettings.Is(settings.Images, ImageStores.InMemory))
        {
            throw Alone(settings, "Images", settings.Images, "keeps outputs for one process", "another, which all nodes share");
        }
    }

    private static HostRoles Find(string name)
    {
        if (HostSettings.Is(name, nameof(HostRoles.All)))
        {
            return HostRoles.All;
        }

        var role = Known.FirstOrDefault(known => HostSettings.Is(name, known.ToString()));
        return role == HostRoles.None ? throw Unknown(name) : role;
    }

    private static InvalidOperationException Unknown(string name) =>
        HostSettings.Unknown(nameof(HostSettings.Roles), name, [.. Known.Select(role => role.ToString())]);

    private static InvalidOperationException Alone(HostSettings settings, string setting, string value, string why, string instead) => new(
        $"{HostSettings.Section}:Roles is '{settings.Roles}', and {HostSettings.Section}:{setting} is {value}, which {why}: "
        + $"what this node leaves out nobody would do. Give it all roles, or set {setting} to {instead}.");
}
