using System.Text;
using ImageBatch.Client;
using ImageBatch.Tests.Fuzzing;

namespace ImageBatch.Tests.Csv;

public class CatalogueReaderFuzzTests
{
    // The buffers of the text and the parser. A row of 25 bytes below a header of 1,000 names takes 8,000 for its cells.
    private const int Buffers = 512 << 10;
    private const int MostAllocatedAByte = 400;

    private static readonly byte[][] Seeds =
    [
        .. ((string[])
        [
            Catalogue.Header + "1,SKU1,\"https://a/1.jpg,https://a/2.jpg\"\n2,SKU2,https://a/3.jpg,https://a/4.jpg\n",
            "\uFEFFS. No.;Product Name;Input Image URLs\r\n1;Lämpchen;\"https://a/1.jpg;https://a/2.jpg\"\r\n\r\n2;\"a \"\"b\"\" c\";https://a/3.jpg\r\n",
            "SKU\tName\tImages\tNote\r1\tLamp\thttps://a/1.jpg|https://a/2.jpg\t=1+1\r2\tRug\thttps://a/1.jpg\t\r",
            "Name,Id,Product Name,Images\n\n ,, ,\nx , 1 ,\"two\nlines\", https://a/w_1,h_2/1.jpg,https://a/2.jpg,,\n",
        ]).Select(Encoding.UTF8.GetBytes),
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "catalogue.csv")),
    ];

    private static readonly byte[][] Pieces =
    [
        "\""u8.ToArray(), "\"\""u8.ToArray(), ","u8.ToArray(), ";"u8.ToArray(), "\t"u8.ToArray(), "\n"u8.ToArray(), "\r"u8.ToArray(),
        "\r\n"u8.ToArray(), " "u8.ToArray(), "|"u8.ToArray(), "https://"u8.ToArray(), "://"u8.ToArray(), "@"u8.ToArray(), "#"u8.ToArray(),
        [0], [0xC3], [0xFF], [0xE2, 0x80, 0xA8], [0xF0, 0x9F, 0x98, 0x80], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0x1F, 0x8B],
        "https://[::1"u8.ToArray(), "https://xn--/"u8.ToArray(), "x\0y"u8.ToArray(),
        Encoding.ASCII.GetBytes(new string(',', 1_100)), Encoding.ASCII.GetBytes("https://a/" + new string('x', 2_100)),
        Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(" https://a/", 101))),
    ];

    [Fact]
    public async Task Read_mutated_file_is_read_or_refused_alike_however_its_bytes_come()
    {
        var outcomes = await new FuzzLoop().RunAsync(random =>
        {
            var csv = new Mutation(random, Pieces).Apply(Seeds[random.Next(Seeds.Length)]);
            var options = new CsvOptions { OnInvalidRow = random.Next(2) == 0 ? InvalidRowAction.Skip : InvalidRowAction.Refuse };
            var most = Buffers + (MostAllocatedAByte * csv.Length);
            var outcome = FuzzLoop.Within(most, () => Outcome(csv, options, int.MaxValue));
            Assert.Equal(outcome, FuzzLoop.Within(most, () => Outcome(csv, options, random.Next(1, 8))));
            return outcome.Split(' ')[0] is var code && code.StartsWith("csv.", StringComparison.Ordinal) ? code : "read";
        });

        string[] expected =
        [
            "read", SubmissionErrorCodes.CsvInvalid, SubmissionErrorCodes.CsvInvalidRows,
            SubmissionErrorCodes.CsvMissingColumn, SubmissionErrorCodes.CsvDuplicateColumn, SubmissionErrorCodes.CsvNoRows,
        ];
        Assert.All(expected, outcome => Assert.True(outcomes.GetValueOrDefault(outcome) > 0, $"No input was {outcome}: the mutations test too little."));
    }

    private static string Outcome(byte[] csv, CsvOptions options, int chunk)
    {
        // The bytes are there, so that nothing is waited for and all is done by this thread.
        var reading = Catalogue.ReadAsync(new ChunkStream([csv], chunk), options);
        Assert.True(reading.IsCompleted);
        try
        {
            var catalogue = reading.GetAwaiter().GetResult();
            var next = 0;
            foreach (var product in catalogue.Products)
            {
                Assert.Equal(catalogue.Reader.Header.Count, product.Cells.Count);
                Assert.DoesNotContain(product.Cells, cell => cell.Contains('\0'));
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
            // An answer is small, whatever the file says.
            Assert.All(refusal.Errors, error => Assert.InRange(error.Message.Length + (error.Column?.Length ?? 0), 1, 1_000));
            return $"{refusal.Code} {refusal.ErrorCount} {string.Join('\n', refusal.Errors)}";
        }
    }
}
