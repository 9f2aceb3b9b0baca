using ImageBatch.SampleHost.Web;

namespace ImageBatch.SampleHost.Demo;

/// <summary>The sample catalogue, its URLs led to the port at hand.</summary>
internal static class DemoCatalogue
{
    private const string CommittedAddress = "http://127.0.0.1:5080/";

    public static async Task<string> ReadAsync(Uri address, CancellationToken cancellationToken)
    {
        var path = Path.Combine(SampleImages.CataloguePath, "catalogue.csv");
        if (!File.Exists(path))
        {
            throw new DemoException($"The sample catalogue is missing: there is no {path}.");
        }

        var text = await File.ReadAllTextAsync(path, cancellationToken);
        return text.Replace(CommittedAddress, address.ToString(), StringComparison.Ordinal);
    }
}
