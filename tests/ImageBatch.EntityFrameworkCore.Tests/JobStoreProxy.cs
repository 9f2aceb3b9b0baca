using System.Reflection;
using ImageBatch.Ports;

namespace ImageBatch.EntityFrameworkCore.Tests;

/// <summary>Does something before each call of a store. Public and not sealed, as what derives from it demands.</summary>
public class JobStoreProxy : DispatchProxy
{
    public IJobStore? Store { get; set; }

    public Action? BeforeCall { get; set; }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        BeforeCall?.Invoke();
        return targetMethod!.Invoke(Store, BindingFlags.DoNotWrapExceptions, null, args, null);
    }
}
