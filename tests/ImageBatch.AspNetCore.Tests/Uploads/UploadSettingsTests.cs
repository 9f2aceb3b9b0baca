using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using ImageBatch.AspNetCore.Uploads;
using ImageBatch.Client;
using ImageBatch.Model;

namespace ImageBatch.AspNetCore.Tests.Uploads;

public sealed class UploadSettingsTests
{
    [Theory]
    [InlineData("quality", nameof(CompressionOptions.Quality))]
    [InlineData("max_width", nameof(CompressionOptions.MaxWidth))]
    [InlineData("max_height", nameof(CompressionOptions.MaxHeight))]
    public void Add_number_takes_exactly_the_models_range(string name, string property)
    {
        var range = typeof(CompressionOptions).GetProperty(property)!.GetCustomAttribute<RangeAttribute>()!;
        var (min, max) = ((int)range.Minimum, (int)range.Maximum);

        Add(name, min);
        Add(name, max);
        Assert.Throws<SubmissionException>(() => Add(name, min - 1));
        Assert.Throws<SubmissionException>(() => Add(name, max + 1));
    }

    [Fact]
    public void Add_format_takes_every_format_of_the_model()
    {
        foreach (var format in Enum.GetValues<OutputFormat>())
        {
            var settings = new UploadSettings();
            settings.Add("format", format.ToString());
            Assert.Equal(format, settings.ToJobSettings("").Options.Format);
        }
    }

    [Theory]
    [InlineData("+1")]
    [InlineData("1e1")]
    [InlineData("0x10")]
    [InlineData("١")]
    public void Add_number_in_other_notation_is_refused(string value) =>
        Assert.Throws<SubmissionException>(() => new UploadSettings().Add("quality", value));

    private static void Add(string name, int value) =>
        new UploadSettings().Add(name, value.ToString(CultureInfo.InvariantCulture));
}
