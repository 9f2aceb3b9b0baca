using ImageBatch.Model;

namespace ImageBatch.Crash.Tests.Harness;

/// <summary>Holds of workers that come one after the other that no image is fetched more often than their deaths explain.</summary>
internal sealed class FetchLedger(Func<string, int> fetches)
{
    private readonly Dictionary<string, int> _chances = [];

    /// <summary>
    /// A worker starts. Each that finds an image pending may fetch it once: a retry of a download or a second delivery
    /// in one process would show as one fetch too many.
    /// </summary>
    public void WorkerStarts(IEnumerable<string> urls, StoreView last, bool retries)
    {
        var pending = last.Job is null || retries
            ? urls
            : last.Images.Where(image => image.Status == ImageStatus.Pending).Select(image => image.Url);
        foreach (var url in pending.Distinct())
        {
            _chances[url] = _chances.GetValueOrDefault(url) + 1;
        }
    }

    public void AssertExplained() => Assert.All(_chances, chance => Assert.True(
        fetches(chance.Key) <= chance.Value,
        $"{chance.Key} was fetched {fetches(chance.Key)} times; {chance.Value} workers found it pending."));
}
