using ImageBatch.EntityFrameworkCore.Model;
using ImageBatch.Model;

namespace ImageBatch.EntityFrameworkCore.Tests;

public sealed class TextTests
{
    /// <summary>No theory, since attributes cannot hold half of a surrogate pair.</summary>
    [Fact]
    public void StorableText_replaces_what_no_database_may_take()
    {
        Assert.Equal("", StorableText.Of(""));
        Assert.Equal("“404” 漢字", StorableText.Of("“404” 漢字"));
        Assert.Equal("a\uFFFDb", StorableText.Of("a\0b"));
        Assert.Equal("cut \uFFFD", StorableText.Of("cut \uD83D"));
        Assert.Equal("\uFFFD cut \uFFFD", StorableText.Of("\uDE00 cut \0"));
        Assert.Equal("\uD83D\uDE00", StorableText.Of("\uD83D\uDE00"));
    }

    /// <summary>A message that cannot be stored must not keep its whole batch from being saved.</summary>
    [Fact]
    public async Task SaveAsync_message_with_odd_characters_is_stored()
    {
        await using var database = await PostgreSqlDatabase.CreateAsync();
        await database.CreateTablesAsync();
        await using var node = new TestNode(database, TimeProvider.System);
        var job = await node.Jobs.AddAsync(1);

        await node.Jobs.SaveAsync([new ImageFailed(
            new ImageKey(job.Id, 0, 1), new ImageError(ImageErrorCodes.DownloadStatus, "It said \0 and \uD83D."))]);

        var image = Assert.Single(await node.Jobs.ReadImagesAsync(job.Id, null, -1, 10));
        Assert.Equal("It said \uFFFD and \uFFFD.", image.Error!.Message);
    }

    [Theory]
    [InlineData("msg_0193f6d06a3e7b1c9d550c4f5ad1e8aa_12", 12)]
    [InlineData("msg_0193F6D06A3E7B1C9D550C4F5AD1E8AA_12", null)]
    [InlineData("msg_0193f6d06a3e7b1c9d550c4f5ad1e8aa_012", null)]
    [InlineData("msg_0193f6d06a3e7b1c9d550c4f5ad1e8aa", null)]
    [InlineData("other_0193f6d06a3e7b1c9d550c4f5ad1e8aa_1", null)]
    public void DeliveryKey_reads_ids_of_deliveries_alone(string id, int? run) =>
        Assert.Equal(run, DeliveryKey.Parse(id)?.Run);
}
