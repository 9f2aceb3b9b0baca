using ImageBatch.Client;
using ImageBatch.Submission;
using Microsoft.Extensions.Options;

namespace ImageBatch.Tests.Submission;

public class UploadPlacesTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(7, 4)]
    [InlineData(8, 4)]
    public void Enter_leaves_places_to_others_than_one_uploader(int places, int ofOne)
    {
        var uploads = Create(places);
        var held = Enumerable.Range(0, ofOne).Select(_ => uploads.Enter("a")).ToArray();

        AssertBusy(uploads, "a");
        var others = Enumerable.Range(0, places - ofOne).Select(i => uploads.Enter($"other {i}")).ToArray();
        AssertBusy(uploads, "another");
        AssertBusy(uploads, null);

        held[0].Dispose();
        AssertBusy(uploads, ofOne > 1 && places > ofOne ? null : "a", isBusy: false);
        Array.ForEach(others, place => place.Dispose());
    }

    [Fact]
    public void Enter_of_nobody_known_is_limited_by_the_places_alone()
    {
        var uploads = Create(3);
        var held = Enumerable.Range(0, 3).Select(_ => uploads.Enter(null)).ToArray();
        AssertBusy(uploads, null);

        Array.ForEach(held, place => place.Dispose());
        for (var i = 0; i < 10; i++)
        {
            uploads.Enter("a").Dispose();
        }
    }

    private static UploadPlaces Create(int places) =>
        new(Options.Create(new ImageBatchOptions { Csv = { MaxConcurrentUploads = places } }));

    private static void AssertBusy(UploadPlaces places, string? uploader, bool isBusy = true)
    {
        if (!isBusy)
        {
            places.Enter(uploader).Dispose();
            return;
        }

        var refusal = Assert.Throws<SubmissionException>(() => places.Enter(uploader));
        Assert.Equal(SubmissionErrorCodes.UploadBusy, refusal.Code);
        Assert.EndsWith("Send it again when one has ended.", refusal.Message, StringComparison.Ordinal);
    }
}
