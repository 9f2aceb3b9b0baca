using ImageBatch.Model;

namespace ImageBatch.Tests.Model;

public sealed class OutputKeyTests
{
    private const string Hash = "9f86d081884c7d659a2feaa0c55ad015";

    public static TheoryData<string> HostileNames =>
    [
        "", " ", ".", "..", "/", "\\", "~", "passwd", "../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/passwd", "C:\\x.jpg",
        "CON", "CON.jpg", "NUL", "aux.png", "LPT1.jpg", "COM\u00B9.jpg", $"CON-{Hash}.jpg",
        $"../17-{Hash}.jpg", $"/17-{Hash}.jpg", $"17-{Hash}.jpg/..", $"17-{Hash}.jpg/", $"17-{Hash}.jpg\\", $"x/17-{Hash}.jpg", $"17-{Hash}/.jpg",
        $"17-{Hash}.jpg\0", $"17-{Hash}\0.jpg", $"17-{Hash}.jpg\n", $"\n17-{Hash}.jpg", $"17-{Hash}.jpg\r\nX: y", $"17-{Hash}.jpg ", $" 17-{Hash}.jpg",
        $"17-{Hash}.jpg.", $"17-{Hash}.jpg::$DATA", $"17-{Hash}.jpg:x", $"17-{Hash}.jpg?x", $"17-{Hash}.jpg#x", $"17-{Hash}.jpg;x",
        $"17-{Hash}%2Ejpg", $"17-{Hash}.jpg%00", $"%31%37-{Hash}.jpg", $"17-{Hash}.JPG", $"17-{Hash.ToUpperInvariant()}.jpg",
        $"17-{Hash}.jpeg", $"17-{Hash}.svg", $"17-{Hash}.html", $"17-{Hash}.exe", $"17-{Hash}", $"17-{Hash}.", $"17-{Hash}.jpg.exe", $"17-{Hash}.exe.jpg",
        $"017-{Hash}.jpg", $"-17-{Hash}.jpg", $"+17-{Hash}.jpg", $"1e9-{Hash}.jpg", $"1000000000-{Hash}.jpg", $"-{Hash}.jpg", $"17{Hash}.jpg",
        $"17-{Hash[1..]}.jpg", $"17-{Hash}0.jpg", $"17-{Hash[1..]}g.jpg", $"\u0661\u0667-{Hash}.jpg", $"17-{Hash[1..]}\uFF11.jpg", $"17\u2010{Hash}.jpg",
        new string('1', 2_000) + $"-{Hash}.jpg", $"17-{Hash}" + new string('a', 2_000) + ".jpg",
    ];

    [Theory]
    [MemberData(nameof(HostileNames))]
    public void TryCreate_name_of_another_form_is_refused(string name)
    {
        Assert.False(OutputKey.TryCreate(default, name, out var key));
        Assert.Equal(default, key);
    }

    [Fact]
    public void TryCreate_no_name_is_refused() => Assert.False(OutputKey.TryCreate(default, null, out _));

    [Theory]
    [InlineData(0, ImageFormat.Jpeg)]
    [InlineData(7, ImageFormat.Png)]
    [InlineData(10, ImageFormat.Gif)]
    [InlineData(1_000, ImageFormat.WebP)]
    [InlineData(999_999, ImageFormat.Bmp)]
    [InlineData(99_999_999, ImageFormat.Tiff)]
    [InlineData(999_999_999, ImageFormat.Avif)]
    public void TryCreate_name_that_create_made_gives_the_same_key(int index, ImageFormat format)
    {
        var job = JobId.New(DateTimeOffset.UnixEpoch);
        var made = OutputKey.Create(job, index, [1, 2, 3], format);
        Assert.True(OutputKey.TryCreate(job, made.Name, out var read));
        Assert.Equal(made, read);
        Assert.InRange(made.Name.Length, 1, 48);
        Assert.Equal(made.Name, Uri.EscapeDataString(made.Name));
    }
}
