using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using ImageBatch.Testing;

namespace ImageBatch.Publishing.Tests;

/// <summary>What a gallery shows of the packages, and what they ask for.</summary>
public sealed class PackageTests : IAsyncLifetime
{
    private const string Project = "https://shop.example.com/images";

    private readonly string _folder = Directory.CreateTempSubdirectory("imagebatch-pack-").FullName;

    public async ValueTask InitializeAsync()
    {
        // Of the build that runs these tests, and as whoever publishes does it.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        string[] arguments =
        [
            "pack", Path.Combine(Publication.RepositoryFolder(), "ImageBatch.sln"), "--no-build", "--configuration", configuration,
            "--output", _folder, "-nodeReuse:false", $"-p:ProjectUrl={Project}",
        ];
        await using var pack = ChildProcess.Run("dotnet", _folder, arguments);
        Assert.True(await pack.ExitCodeAsync(300) == 0, pack.Output);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void Packages_are_those_of_the_source_folder_and_tell_what_they_are()
    {
        var names = new List<string>();
        foreach (var path in Directory.GetFiles(_folder, "*.nupkg"))
        {
            using var package = ZipFile.OpenRead(path);
            var about = Read(package);
            string Text(string name) => about.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value ?? "";
            names.Add(Text("id"));

            Assert.Equal((Project, "MIT"), (Text("projectUrl"), Text("license")));
            Assert.Equal(Project, about.Elements().Single(element => element.Name.LocalName == "repository").Attribute("url")?.Value);
            Assert.StartsWith("## [", Text("releaseNotes"), StringComparison.Ordinal);
            Assert.NotEqual("", Text("description"));
            Assert.Contains("images", Text("tags"), StringComparison.Ordinal);
            Assert.NotNull(package.GetEntry(Text("icon")));
            using var readme = new StreamReader(package.GetEntry(Text("readme"))!.Open());
            var links = readme.ReadToEnd();
            Assert.DoesNotContain("](../", links, StringComparison.Ordinal);
            AssertLinksSources(Path.ChangeExtension(path, ".snupkg"));
        }

        var folders = new DirectoryInfo(Path.Combine(Publication.RepositoryFolder(), "src")).GetDirectories("ImageBatch*");
        Assert.Equal(folders.Select(folder => folder.Name).Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
    }

    /// <summary>Neither one patch of a library, which would keep its fixes from users, nor another minor version of our own.</summary>
    [Fact]
    public void Packages_ask_for_ranges()
    {
        var asked = Directory.GetFiles(_folder, "*.nupkg").SelectMany(path =>
        {
            using var package = ZipFile.OpenRead(path);
            return Read(package).Descendants().Where(element => element.Name.LocalName == "dependency")
                .Select(element => (Id: element.Attribute("id")!.Value, Version: element.Attribute("version")!.Value)).ToArray();
        }).Distinct().ToDictionary();

        Assert.Matches(@"^\[\d+\.\d+\.0, \d+\.\d+\.0\)$", asked["ImageBatch"]);
        Assert.All(
            asked.Where(dependency => dependency.Key.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)),
            dependency => Assert.Equal((dependency.Key, "10.0.0"), (dependency.Key, dependency.Value)));
        Assert.Equal("[15.0.0, 16.0.0)", asked["Magick.NET-Q8-AnyCPU"]);
        Assert.Equal("[2.1.13, 3.0.0)", asked["SixLabors.ImageSharp"]);
        Assert.DoesNotContain(asked, dependency => dependency.Key.Contains("Analyzer", StringComparison.Ordinal));
    }

    /// <summary>A debugger finds the sources by what the symbols say; without a clone nobody knows the commit.</summary>
    private static void AssertLinksSources(string path)
    {
        using var package = ZipFile.OpenRead(path);
        using var symbols = new StreamReader(package.Entries.Single(entry => entry.Name.EndsWith(".pdb", StringComparison.Ordinal)).Open(), Encoding.Latin1);
        if (Path.Exists(Path.Combine(Publication.RepositoryFolder(), ".git")))
        {
            Assert.Contains("{\"documents\":{", symbols.ReadToEnd(), StringComparison.Ordinal);
        }
    }

    private static XElement Read(ZipArchive package)
    {
        using var manifest = package.Entries.Single(entry => entry.Name.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(manifest).Root!.Elements().First();
    }
}
