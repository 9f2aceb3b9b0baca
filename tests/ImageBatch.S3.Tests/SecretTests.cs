using System.Text.RegularExpressions;
using ImageBatch.S3.Tests.Engine;
using ImageBatch.S3.Tests.Server;
using ImageBatch.Testing;
using static ImageBatch.Testing.Outputs;

namespace ImageBatch.S3.Tests;

/// <summary>Whatever goes wrong, keys and signatures stand in no message and no log, at any level.</summary>
public sealed partial class SecretTests : IAsyncLifetime
{
    private const string WrongSecret = "hunter2-hunter2-hunter2";

    private readonly S3Fixture _fixture = new();

    public ValueTask InitializeAsync() => _fixture.InitializeAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    public static TheoryData<string> Refusals => [.. Faulty.Keys];

    private static Dictionary<string, Fault> Faulty { get; } = new()
    {
        ["a signature that does not match"] = Faults.None,
        ["a proxy that shows what it got"] = Faults.Echo,
        ["a message that shows what it got"] = (context, _) => Task.FromResult<Answer?>(
            Answer.Error(403, "AccessDenied", context.Request.Headers.Authorization.ToString())),
        ["a code that shows what it got"] = (context, _) => Task.FromResult<Answer?>(
            Answer.Error(403, context.Request.Headers.Authorization.ToString())),
        ["XML that is none"] = (context, _) => Task.FromResult<Answer?>(
            Answer.Xml(500, $"<Error><Code>{context.Request.Headers.Authorization}")),
        ["an answer that is none"] = (context, _) => Task.FromResult<Answer?>(
            Answer.Xml(200, $"<Wrong>{context.Request.Headers.Authorization}")),
        ["a broken connection"] = Faults.CutUpload(0),
        ["no answer"] = Faults.NoAnswer,
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Messages_of_failed_calls_have_no_credentials(string refusal)
    {
        _fixture.Gateway.Always = Faulty[refusal];
        var store = _fixture.Open(Configure);
        var key = KeyOf(NewJob(), 0, Content(1));
        Func<Task>[] calls =
        [
            () => store.SaveAsync(key, Content(1)),
            async () => await (await store.OpenAsync(key))!.Content.CopyToAsync(Stream.Null),
            () => store.DeleteJobAsync(key.Job),
            () => store.ProbeAsync(),
        ];
        var failed = 0;
        foreach (var call in calls)
        {
            if (await Record.ExceptionAsync(call) is { } exception)
            {
                failed++;
                AssertNoSecret(exception.ToString());
            }
        }

        // To the others of its calls, what is no answer looks like one.
        Assert.Equal(refusal == "an answer that is none" ? 1 : calls.Length, failed);
        Assert.All(_fixture.Gateway.Requests, request => Assert.Matches(Signature(), request.Headers["Authorization"]));
    }

    [Fact]
    public async Task Logs_of_a_job_that_cannot_be_saved_have_no_credentials()
    {
        await using var host = await S3Host.StartAsync(options =>
        {
            var mine = _fixture.OptionsOf(Configure);
            (options.Bucket, options.ServiceUrl, options.ForcePathStyle) = (mine.Bucket, mine.ServiceUrl, mine.ForcePathStyle);
            (options.AccessKey, options.SecretKey, options.MaxErrorRetry) = (mine.AccessKey, mine.SecretKey, mine.MaxErrorRetry);
        });
        await host.SubmitAsync(3);
        await host.Log.SaysAsync("SignatureDoesNotMatch (HTTP 403)");
        Assert.All(host.Log.GetSnapshot(), record => AssertNoSecret(record.Text()));
    }

    private static void Configure(S3ImageStoreOptions options) =>
        (options.SecretKey, options.MaxErrorRetry, options.Timeout) = (WrongSecret, 0, TimeSpan.FromSeconds(1));

    private static void AssertNoSecret(string text)
    {
        Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
        Assert.DoesNotContain(S3Server.AccessKey, text, StringComparison.Ordinal);
        Assert.DoesNotMatch(Signature(), text);
        Assert.DoesNotContain("AWS4-HMAC-SHA256", text, StringComparison.Ordinal);
    }

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Signature();
}
