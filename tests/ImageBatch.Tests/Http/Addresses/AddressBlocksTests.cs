using System.Net;
using ImageBatch.Http.Addresses;

namespace ImageBatch.Tests.Http.Addresses;

public sealed class AddressBlocksTests
{
    public static TheoryData<string, string> Table =>
        [.. AddressTable.Rows.Select(row => new TheoryDataRow<string, string>(row.Address, row.Kind))];

    [Theory]
    [MemberData(nameof(Table))]
    public void KindOf_anAddress_isWhatTheRegistriesSay(string address, string kind) =>
        Assert.Equal(kind, AddressBlocks.KindOf(IPAddress.Parse(address)).ToString());

    [Fact]
    public void Table_hasEveryKindAndEnoughOfEach()
    {
        Assert.Distinct(AddressTable.Rows.Select(row => row.Address));
        Assert.All(AddressTable.Rows.CountBy(row => row.Kind), kind => Assert.True(kind.Value >= 25, $"{kind}"));
        Assert.True(AddressTable.Rows.Count >= 150);
    }
}
