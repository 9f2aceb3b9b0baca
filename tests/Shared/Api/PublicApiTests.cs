using System.Reflection;
using System.Text;

namespace ImageBatch.Testing;

/// <summary>Compares a package's public surface with the text that review has seen.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void PublicSurface_isWhatPublicApiTxtSays()
    {
        var package = Assembly.GetExecutingAssembly().GetName().Name!.Replace(".Tests", "", StringComparison.Ordinal);
        var file = Path.Combine(AppContext.BaseDirectory, "PublicApi.txt");
        var expected = File.ReadAllText(file).ReplaceLineEndings("\n");
        var actual = PublicSurface.Describe(Assembly.Load(package));

        if (expected != actual)
        {
            // Where review wants the change, this file replaces PublicApi.txt.
            File.WriteAllText(file + ".received", actual, new UTF8Encoding(false));
        }

        Assert.Equal(expected, actual);
    }
}
