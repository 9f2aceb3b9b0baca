using System.Text;
using ImageBatch.Model;
using ImageBatch.RabbitMQ.Messages;

namespace ImageBatch.RabbitMQ.Tests.Messages;

/// <summary>The form of messages, which other versions of the package read and write.</summary>
public sealed class ImageMessageTests
{
    private static readonly ImageKey Key = new(new JobId(Guid.Parse("0193f6d0-6a3e-7b1c-9d55-0c4f5ad1e8aa")), 41, 2);

    private static byte[] Golden => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Messages", "image.json"));

    [Fact]
    public void Write_key_is_the_golden_file() =>
        Assert.Equal(Encoding.UTF8.GetString(Golden), Encoding.UTF8.GetString(ImageMessage.Write(Key)));

    [Fact]
    public void Read_golden_file_is_the_key() => Assert.Equal(Key, ImageMessage.Read(Golden).Key);

    [Fact]
    public void Read_members_of_a_later_minor_form_are_ignored() => Assert.Equal(
        Key, ImageMessage.Read(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Golden).Replace("{", """{"priority":3,""", StringComparison.Ordinal))).Key);

    [Theory]
    [InlineData("""{"schema":2,"job":"0193f6d0-6a3e-7b1c-9d55-0c4f5ad1e8aa","index":41,"run":2}""", "schema is 2")]
    [InlineData("""{"schema":7,"images":[1,2,3]}""", "schema is 7")]
    [InlineData("""{"job":"0193f6d0-6a3e-7b1c-9d55-0c4f5ad1e8aa","index":41,"run":2}""", "schema is 0")]
    [InlineData("""{"schema":1,"job":"0193f6d0-6a3e-7b1c-9d55-0c4f5ad1e8aa","run":2}""", "missing or out of range")]
    [InlineData("""{"schema":1,"job":"0193f6d0-6a3e-7b1c-9d55-0c4f5ad1e8aa","index":-1,"run":2}""", "missing or out of range")]
    [InlineData("""{"schema":1,"job":"0193f6d0-6a3e-7b1c-9d55-0c4f5ad1e8aa","index":1,"run":0}""", "missing or out of range")]
    [InlineData("""{"schema":1,"job":"42","index":1,"run":1}""", "no JSON of the form")]
    [InlineData("null", "missing or out of range")]
    [InlineData("[]", "no JSON of the form")]
    [InlineData("", "no JSON of the form")]
    [InlineData("\0\u0001", "no JSON of the form")]
    public void Read_anything_else_says_why_not(string body, string problem)
    {
        var (key, said) = ImageMessage.Read(Encoding.UTF8.GetBytes(body));

        Assert.Null(key);
        Assert.Contains(problem, said, StringComparison.Ordinal);
    }
}
