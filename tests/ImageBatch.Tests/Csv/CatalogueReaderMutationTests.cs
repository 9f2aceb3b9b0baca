using System.Text;
using ImageBatch.Client;

namespace ImageBatch.Tests.Csv;

public class CatalogueReaderMutationTests
{
    private static readonly string[] Seeds =
    [
        Catalogue.Header + "1,SKU1,\"https://a/1.jpg,https://a/2.jpg\"\n2,SKU2,https://a/3.jpg,https://a/4.jpg\n",
        "\uFEFFS. No.;Product Name;Input Image URLs\r\n1;Lämpchen;\"https://a/1.jpg;https://a/2.jpg\"\r\n\r\n2;\"a \"\"b\"\" c\";https://a/3.jpg\r\n",
        "SKU\tName\tImages\tNote\r1\tLamp\thttps://a/1.jpg|https://a/2.jpg\t=1+1\r2\tRug\thttps://a/1.jpg\t\r",
        "Name,Id,Product Name,Images\n\n ,, ,\nx , 1 ,\"two\nlines\", https://a/w_1,h_2/1.jpg,https://a/2.jpg,,\n",
    ];

    private static readonly byte[][] Pieces =
    [
        "\""u8.ToArray(), "\"\""u8.ToArray(), ","u8.ToArray(), ";"u8.ToArray(), "\t"u8.ToArray(), "\n"u8.ToArray(), "\r"u8.ToArray(),
        "\r\n"u8.ToArray(), " "u8.ToArray(), "|"u8.ToArray(), "https://"u8.ToArray(), "://"u8.ToArray(), "@"u8.ToArray(), "#"u8.ToArray(),
        [0], [0xC3], [0xFF], [0xE2, 0x80, 0xA8], [0xEF, 0xBB, 0xBF], [0x1F, 0x8B], "https://[::1"u8.ToArray(), "https://xn--/"u8.ToArray(),
    ];

    [Fact]
    public async Task Read_mutated_file_is_read_or_refused_alike_however_its_bytes_come()
    {
        var random = new Random(20_260);
        var (accepted, refused) = (0, 0);
        for (var i = 0; i < 3_000; i++)
        {
            var csv = Mutate(Encoding.UTF8.GetBytes(Seeds[i % Seeds.Length]), random);
            var options = new CsvOptions { OnInvalidRow = i % 2 == 0 ? InvalidRowAction.Skip : InvalidRowAction.Refuse };
            var outcome = await OutcomeAsync(csv, options, int.MaxValue);
            Assert.Equal(outcome, await OutcomeAsync(csv, options, random.Next(1, 8)));
            (accepted, refused) = outcome.StartsWith("csv.", StringComparison.Ordinal) ? (accepted, refused + 1) : (accepted + 1, refused);
        }

        Assert.True(accepted > 300 && refused > 300, $"{accepted} accepted, {refused} refused: the mutations test too little.");
    }

    private static async Task<string> OutcomeAsync(byte[] csv, CsvOptions options, int chunk)
    {
        try
        {
            var catalogue = await Catalogue.ReadAsync(new ChunkStream([csv], chunk), options);
            var next = 0;
            foreach (var product in catalogue.Products)
            {
                Assert.Equal(catalogue.Reader.Header.Count, product.Cells.Count);
                Assert.Equal(next, product.FirstImage);
                Assert.NotEmpty(product.Images);
                Assert.All(product.Images, image => Assert.True(Uri.TryCreate(image.Url, UriKind.Absolute, out _)));
                next += product.Images.Count;
            }

            Assert.Equal(next, catalogue.Reader.Images);
            return string.Join('\n', catalogue.Products.Select(product => string.Join('\0', product.Cells)).Append($"{catalogue.Reader.ErrorCount}"));
        }
        catch (SubmissionException refusal)
        {
            return $"{refusal.Code} {refusal.ErrorCount}";
        }
    }

    private static byte[] Mutate(byte[] csv, Random random)
    {
        var bytes = csv.ToList();
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            var at = random.Next(bytes.Count + 1);
            switch (random.Next(4))
            {
                case 0:
                    bytes.InsertRange(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 6), bytes.Count - at));
                    break;
                case 2 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                default:
                    bytes.InsertRange(at, bytes.Skip(random.Next(bytes.Count + 1)).Take(random.Next(40)).ToArray());
                    break;
            }
        }

        return [.. bytes];
    }
}
