using System.Runtime.Versioning;
using ImageBatch.FileSystem.Tests.Jobs;
using static ImageBatch.Testing.Outputs;

namespace ImageBatch.FileSystem.Tests;

/// <summary>Who may read what lies on the disk: of jobs their owner alone, of outputs whom the process's mask lets.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class AccessTests : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = Owner | UnixFileMode.UserExecute;

    private readonly JobStoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Jobs_are_for_their_owner_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        var root = Path.Combine(_folder.Root, "data");
        var store = _folder.Open(root: root, segmentLength: 300);
        for (var i = 0; i < 3; i++)
        {
            var job = await _folder.AddAsync(store, 2);
            await store.SaveAsync([JobStoreFolder.Started(job, 0), JobStoreFolder.Succeeded(job, 0), JobStoreFolder.Failed(job, 1)]);
        }

        await store.CompactAsync();
        await store.ProbeAsync();

        var jobs = Path.Combine(root, "jobs");
        string[] folders = [jobs, .. Directory.GetDirectories(jobs, "*", SearchOption.AllDirectories)];
        var files = Directory.GetFiles(jobs, "*", SearchOption.AllDirectories);
        Assert.Contains(files, file => Path.GetFileName(file).StartsWith("results-", StringComparison.Ordinal));
        Assert.All(folders, folder => Assert.Equal((folder, OwnerFolder), (folder, File.GetUnixFileMode(folder))));
        Assert.All(files, file => Assert.Equal((file, Owner), (file, File.GetUnixFileMode(file))));
        Assert.True(File.GetUnixFileMode(root).HasFlag(UnixFileMode.OtherExecute), "A web server has to come by to the images.");
    }

    [Fact]
    public async Task Jobs_that_others_could_read_are_closed_at_the_start()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        var jobs = Directory.CreateDirectory(Path.Combine(_folder.Root, "jobs")).FullName;
        File.SetUnixFileMode(jobs, OwnerFolder | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

        await _folder.AddAsync(_folder.Open(), 1);

        Assert.Equal(OwnerFolder, File.GetUnixFileMode(jobs));
    }

    [Fact]
    public async Task Outputs_are_as_the_mask_lets_and_half_written_ones_their_owners()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        using var fixture = new StoreFixture();
        var asUsual = Path.Combine(fixture.Root, "usual");
        await File.WriteAllTextAsync(asUsual, "");
        var usualFolder = Directory.CreateDirectory(asUsual + "-folder").FullName;
        var key = KeyOf(NewJob(), 0, Content(1));
        await fixture.Open().SaveAsync(key, Content(1));

        Assert.Equal(File.GetUnixFileMode(asUsual), File.GetUnixFileMode(Assert.Single(fixture.AllFiles())));
        Assert.Equal(File.GetUnixFileMode(usualFolder), File.GetUnixFileMode(fixture.Images));
        Assert.All(
            Directory.GetDirectories(fixture.Images, "*", SearchOption.AllDirectories).Except([fixture.Temporary]),
            folder => Assert.Equal(File.GetUnixFileMode(usualFolder), File.GetUnixFileMode(folder)));
        Assert.Equal(OwnerFolder, File.GetUnixFileMode(fixture.Temporary));
    }
}
