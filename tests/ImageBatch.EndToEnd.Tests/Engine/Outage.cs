using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace ImageBatch.EndToEnd.Tests.Engine;

/// <summary>A port whose calls fail as a test says, before they reach the adapter behind it or after.</summary>
[SuppressMessage("Performance", "CA1852", Justification = "DispatchProxy derives from it.")]
internal class Outage<TPort> : DispatchProxy
    where TPort : class
{
    private TPort _inner = null!;

    /// <summary>Asked with the method's name and arguments: whether the call fails without being made.</summary>
    public Func<string, object?[], bool> Before { get; set; } = (_, _) => false;

    /// <summary>Asked likewise: whether the call fails although it was made, as where the answer is lost.</summary>
    public Func<string, object?[], bool> After { get; set; } = (_, _) => false;

    /// <summary>Puts an outage, which begins with nothing failing, in front of the adapter that fills the port.</summary>
    public static Outage<TPort> Wrap(IServiceCollection services)
    {
        var filled = services.Last(service => service.ServiceType == typeof(TPort));
        var port = Create<TPort, Outage<TPort>>();
        var outage = (Outage<TPort>)(object)port;
        services.Remove(filled);
        services.AddSingleton(provider =>
        {
            outage._inner = (TPort)(filled.ImplementationInstance
                ?? filled.ImplementationFactory?.Invoke(provider)
                ?? ActivatorUtilities.CreateInstance(provider, filled.ImplementationType!));
            return port;
        });
        return outage;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (Before(targetMethod!.Name, args!))
        {
            throw Away();
        }

        var answer = targetMethod.Invoke(_inner, args);
        return After(targetMethod.Name, args!) ? FailAsync((dynamic)answer!) : answer;
    }

    private static async Task<T> FailAsync<T>(Task<T> made)
    {
        await made;
        throw Away();
    }

    private static async Task FailAsync(Task made)
    {
        await made;
        throw Away();
    }

    private static IOException Away() => new("The connection is gone.");
}
