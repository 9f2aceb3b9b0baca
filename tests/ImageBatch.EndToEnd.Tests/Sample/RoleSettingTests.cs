namespace ImageBatch.EndToEnd.Tests.Sample;

/// <summary>The roles of the sample host that do not get as far as to be played.</summary>
public sealed class RoleSettingTests
{
    [Theory]
    [InlineData("--ImageBatch:Roles=Api,Boss", "Roles is 'Boss'", "Api, Worker, Dispatcher, Webhooks")]
    [InlineData("--ImageBatch:Roles:0=Boss", "Roles is 'Boss'", "Api, Worker, Dispatcher, Webhooks")]
    [InlineData("--ImageBatch:Roles=3", "Roles is '3'", "Api, Worker, Dispatcher, Webhooks")]
    [InlineData("--ImageBatch:Roles=,", "Roles is ''", "Api, Worker, Dispatcher, Webhooks")]
    public async Task Host_withARoleItDoesNotHave_namesTheFourAndStops(string argument, string asked, string known)
    {
        await using var host = SampleHostProcess.Start("--urls", "http://127.0.0.1:0", argument);

        Assert.NotEqual(0, await host.ExitCodeAsync());
        Assert.Contains(asked, host.Output, StringComparison.Ordinal);
        Assert.Contains(known, host.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Api", "FileSystem", "RabbitMQ", "FileSystem", "Store is FileSystem")]
    [InlineData("Api,Worker,Dispatcher", "InMemory", "InMemory", "FileSystem", "Store is InMemory")]
    [InlineData("Worker,Webhooks", "PostgreSQL", "InMemory", "FileSystem", "Queue is InMemory")]
    [InlineData("Api,Dispatcher", "PostgreSQL", "inmemory", "FileSystem", "Queue is inmemory")]
    [InlineData("Api,Webhooks", "PostgreSQL", "RabbitMQ", "InMemory", "Images is InMemory")]
    public async Task Host_whoseWorkNobodyElseCouldDo_saysWhyAndStops(string roles, string store, string queue, string images, string said)
    {
        await using var host = SampleHostProcess.Start(
            "--urls",
            "http://127.0.0.1:0",
            $"--ImageBatch:Roles={roles}",
            $"--ImageBatch:Store={store}",
            $"--ImageBatch:Queue={queue}",
            $"--ImageBatch:Images={images}",
            "--ImageBatch:ConnectionString=Host=127.0.0.1;Port=9;Username=x;Database=x");

        Assert.NotEqual(0, await host.ExitCodeAsync());
        Assert.Contains(said, host.Output, StringComparison.Ordinal);
        Assert.Contains("Give it all roles", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_withRolesAsListAndAsLine_doesNotGuess()
    {
        await using var host = SampleHostProcess.Start(
            new Dictionary<string, string> { ["ImageBatch__Roles__0"] = "Api" }, "--urls", "http://127.0.0.1:0", "--ImageBatch:Roles=Worker");

        Assert.NotEqual(0, await host.ExitCodeAsync());
        Assert.Contains("Roles is set as a list and also as 'Worker'", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_withOtherRolesConfigured_playsAll()
    {
        await using var host = SampleHostProcess.Start(
            new Dictionary<string, string> { ["ImageBatch__Roles__0"] = "Api", ["ImageBatch__Roles__1"] = "Webhooks" },
            "--demo");

        Assert.Equal(0, await host.ExitCodeAsync());
        Assert.Contains("24 of 25 images", host.Output, StringComparison.Ordinal);
    }
}
