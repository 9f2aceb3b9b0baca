using System.Reflection;
using ImageBatch.Ports;

namespace ImageBatch.Conformance;

/// <summary>Finds suites that an adapter's tests leave out.</summary>
public static class ConformanceCoverage
{
    private static readonly Dictionary<Type, Type[]> Suites = new()
    {
        [typeof(IJobStore)] =
        [
            typeof(JobStoreAddingConformance<>), typeof(JobStoreIdempotencyConformance<>),
            typeof(JobStoreReadingConformance<>), typeof(JobStoreSavingConformance<>),
            typeof(JobStoreDeathsConformance<>), typeof(JobStoreCompletionConformance<>),
            typeof(JobStoreCancellingConformance<>), typeof(JobStoreRetryingConformance<>),
            typeof(JobStoreWebhookConformance<>), typeof(JobStoreDeletingConformance<>),
            typeof(JobStoreConcurrencyConformance<>), typeof(JobStoreRandomConformance<>),
            typeof(JobStoreDurabilityConformance<>),
        ],
        [typeof(IWebhookOutbox)] = [typeof(WebhookOutboxConformance<>)],
        [typeof(IJobLeases)] = [typeof(JobLeasesConformance<>)],
        [typeof(IJobQueue)] = [typeof(JobQueueConformance<>), typeof(JobQueueDurabilityConformance<>)],
        [typeof(IImageStore)] = [typeof(ImageStoreConformance<>), typeof(ImageStoreDurabilityConformance<>)],
        [typeof(IImageCodec)] =
        [
            typeof(ImageCodecConformance<>), typeof(ImageCodecQualityConformance<>),
            typeof(ImageCodecResizingConformance<>), typeof(ImageCodecConversionConformance<>),
            typeof(ImageCodecOrientationConformance<>), typeof(ImageCodecColourConformance<>),
            typeof(ImageCodecMetadataConformance<>), typeof(ImageCodecAnimationConformance<>),
            typeof(ImageCodecTruncationConformance<>), typeof(ImageCodecHostileInputConformance<>),
            typeof(ImageCodecDeterminismConformance<>),
        ],
    };

    /// <summary>
    /// Lists the suites that are missing: each port that a class of the adapter implements needs every suite of that
    /// port, run by as many test classes as there are implementations.
    /// </summary>
    /// <param name="adapterAssembly">Holds the implementations.</param>
    /// <param name="testAssembly">Holds the classes that derive from the suites.</param>
    /// <param name="except">
    /// Suites that do not apply, as open types: <c>typeof(JobStoreDurabilityConformance&lt;&gt;)</c> where nothing
    /// survives the process.
    /// </param>
    /// <returns>One sentence a missing suite; empty where all is well.</returns>
    public static IReadOnlyList<string> Missing(Assembly adapterAssembly, Assembly testAssembly, params Type[] except)
    {
        ArgumentNullException.ThrowIfNull(adapterAssembly);
        ArgumentNullException.ThrowIfNull(testAssembly);
        ArgumentNullException.ThrowIfNull(except);
        var run = ClassesOf(testAssembly).SelectMany(SuitesOf).ToLookup(suite => suite);
        return
        [
            .. from port in Suites
               let implementations = ClassesOf(adapterAssembly).Where(port.Key.IsAssignableFrom).ToArray()
               from suite in port.Value.Except(except)
               where run[suite].Count() < implementations.Length
               select $"{NameOf(suite)} is run by {run[suite].Count()} test classes, but {port.Key.Name} is implemented by "
                   + $"{string.Join(", ", implementations.Select(type => type.Name))}.",
        ];
    }

    private static IEnumerable<Type> ClassesOf(Assembly assembly) =>
        assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false });

    /// <summary>The open types of the suites among a class's bases.</summary>
    private static IEnumerable<Type> SuitesOf(Type type)
    {
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            if (parent.IsGenericType)
            {
                yield return parent.GetGenericTypeDefinition();
            }
        }
    }

    private static string NameOf(Type suite) => suite.Name[..suite.Name.IndexOf('`', StringComparison.Ordinal)];
}
