using System.Reflection;

namespace ImageBatch.Conformance.Tests.Codecs.Faults;

/// <summary>Runs one test of a suite on a fixture, outside of the runner.</summary>
internal static class SuiteRun
{
    /// <summary>The suites of codecs, as classes that can be made.</summary>
    public static Type[] Suites { get; } =
    [
        typeof(General<>), typeof(Quality<>), typeof(Resizing<>), typeof(Conversion<>), typeof(Orientation<>), typeof(Colour<>),
        typeof(Metadata<>), typeof(Animation<>), typeof(Truncation<>), typeof(HostileInput<>), typeof(Determinism<>),
    ];

    /// <summary>All tests of all suites by name.</summary>
    public static IEnumerable<string> Tests => Suites.SelectMany(TestsOf).Select(test => test.Name);

    /// <summary>What the test failed with, in any of its cases; null where it passed. A skipped test is a mistake here.</summary>
    public static async Task<Exception?> FailureAsync(Type fixture, string test)
    {
        var suite = Suites.Single(suite => TestsOf(suite).Any(method => method.Name == test)).MakeGenericType(fixture);
        var method = suite.GetMethod(test)!;
        var cases = method.GetCustomAttributes<InlineDataAttribute>().Select(data => data.Data).DefaultIfEmpty([]);
        foreach (var arguments in cases)
        {
            var instance = Activator.CreateInstance(suite)!;
            try
            {
                if (method.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, arguments, null) is Task running)
                {
                    await running;
                }
            }
            catch (Exception exception)
            {
                Assert.False(exception.Message.StartsWith("$XunitDynamicSkip$", StringComparison.Ordinal), $"{test} was skipped.");
                return exception;
            }
        }

        return null;
    }

    private static IEnumerable<MethodInfo> TestsOf(Type suite) =>
        suite.GetMethods().Where(method => method.GetCustomAttribute<FactAttribute>() is not null);

    private sealed class General<T> : ImageCodecConformance<T> where T : ImageCodecFixture, new();

    private sealed class Quality<T> : ImageCodecQualityConformance<T> where T : ImageCodecFixture, new();

    private sealed class Resizing<T> : ImageCodecResizingConformance<T> where T : ImageCodecFixture, new();

    private sealed class Conversion<T> : ImageCodecConversionConformance<T> where T : ImageCodecFixture, new();

    private sealed class Orientation<T> : ImageCodecOrientationConformance<T> where T : ImageCodecFixture, new();

    private sealed class Colour<T> : ImageCodecColourConformance<T> where T : ImageCodecFixture, new();

    private sealed class Metadata<T> : ImageCodecMetadataConformance<T> where T : ImageCodecFixture, new();

    private sealed class Animation<T> : ImageCodecAnimationConformance<T> where T : ImageCodecFixture, new();

    private sealed class Truncation<T> : ImageCodecTruncationConformance<T> where T : ImageCodecFixture, new();

    private sealed class HostileInput<T> : ImageCodecHostileInputConformance<T> where T : ImageCodecFixture, new();

    private sealed class Determinism<T> : ImageCodecDeterminismConformance<T> where T : ImageCodecFixture, new();
}
