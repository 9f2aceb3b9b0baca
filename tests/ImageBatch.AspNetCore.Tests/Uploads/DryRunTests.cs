using System.Net;
using ImageBatch.AspNetCore.Tests.Support;
using ImageBatch.Client;

namespace ImageBatch.AspNetCore.Tests.Uploads;

public sealed class DryRunTests
{
    [Theory]
    [InlineData("dry_run=true")]
    [InlineData("dry_run=1")]
    [InlineData("dry_run")]
    public async Task Post_valid_upload_is_counted_and_not_stored(string query)
    {
        await using var host = await ApiHost.StartAsync();

        using var answer = await host.Http.PostAsync($"/api/upload?{query}", ApiHost.Csv("a"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(
            """{"valid":true,"products":1,"total":2,"errors":[],"error_count":0}""", await answer.Content.ReadAsStringAsync());
        Assert.Equal(0, host.Client.Submissions);
    }

    [Fact]
    public async Task Post_invalid_upload_says_what_is_wrong()
    {
        await using var host = await ApiHost.StartAsync();
        host.Client.Report = new(false, 0, 0)
        {
            Code = SubmissionErrorCodes.CsvInvalidRows,
            Message = "Some rows are bad.",
            Errors = [new(2, null, SubmissionErrorCodes.RowMissingUrl, "No URL.")],
            ErrorCount = 7,
        };

        using var answer = await host.Http.PostAsync("/api/upload?dry_run=true", ApiHost.Csv("a"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(
            """
            {"valid":false,"products":0,"total":0,"code":"csv.invalid_rows","message":"Some rows are bad.",
            "errors":[{"row":2,"column":null,"code":"row.missing_url","message":"No URL."}],"error_count":7}
            """.ReplaceLineEndings(""),
            await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Post_wrong_setting_is_part_of_the_report()
    {
        await using var host = await ApiHost.StartAsync();

        using var answer = await host.Http.PostAsync("/api/upload?dry_run=true&quality=0", ApiHost.Csv("a"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(SubmissionErrorCodes.SettingInvalid, (await answer.JsonAsync()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Post_dry_run_off_is_stored()
    {
        await using var host = await ApiHost.StartAsync();
        using var answer = await host.Http.PostAsync("/api/upload?dry_run=false", ApiHost.Csv("a"));
        Assert.Equal(1, host.Client.Submissions);
    }

    [Fact]
    public async Task Post_unclear_dry_run_is_refused()
    {
        await using var host = await ApiHost.StartAsync();
        await host.Http.PostAsync("/api/upload?dry_run=maybe", ApiHost.Csv("a")).AssertProblemAsync(400, ApiErrorCodes.InvalidQuery);
        Assert.Equal(0, host.Client.Submissions);
    }
}
