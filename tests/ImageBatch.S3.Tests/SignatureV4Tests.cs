using System.Globalization;
using System.Web;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Time.Testing;

namespace ImageBatch.S3.Tests;

public sealed class SignatureV4Tests
{
    /// <summary>The example of "Authenticating Requests: Using Query Parameters", Amazon S3 API Reference.</summary>
    [Fact]
    public void Sign_documented_example_has_the_documented_signature()
    {
        var url = SignatureV4.Sign(
            new Uri("https://examplebucket.s3.amazonaws.com/test.txt"),
            new ImmutableCredentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", null),
            "us-east-1",
            new DateTimeOffset(2013, 5, 24, 0, 0, 0, TimeSpan.Zero),
            TimeSpan.FromDays(1));

        Assert.Equal(
            "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
            + "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
            + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
            + "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
            url.AbsoluteUri);
    }

    [Theory]
    [InlineData("http://127.0.0.1:9000", true, null)]
    [InlineData("http://127.0.0.1:9000", true, "FwoGZXIvYXdzEBYaD+/=token")]
    [InlineData("https://storage.example.com/s3", true, null)]
    [InlineData("https://storage.example.com", false, null)]
    [InlineData(null, false, "FwoGZXIvYXdzEBYaD+/=token")]
    [InlineData(null, true, null)]
    public void Sign_signs_as_the_sdk_does(string? serviceUrl, bool pathStyle, string? token)
    {
        var options = new S3ImageStoreOptions { Bucket = "my-bucket", ServiceUrl = serviceUrl, ForcePathStyle = pathStyle, Region = "eu-central-1" };
        var config = S3Connection.ConfigOf(options);
        AWSCredentials credentials = token is null
            ? new BasicAWSCredentials("AKIDEXAMPLE", "secret")
            : new SessionAWSCredentials("AKIDEXAMPLE", "secret", token);
        using var client = new AmazonS3Client(credentials, config);
        const string Key = "shop/aa/0193f6d0-6a3e-7b1c-9d55-0c4f5ad1e8aa/17-9f86d081884c7d659a2feaa0c55ad015.jpg";
        var theirs = new Uri(client.GetPreSignedURL(new GetPreSignedUrlRequest
        {
            BucketName = "my-bucket",
            Key = Key,
            Expires = DateTime.UtcNow.AddHours(1),
            Protocol = config.ServiceURL?.StartsWith("http:", StringComparison.Ordinal) == true ? Protocol.HTTP : Protocol.HTTPS,
        }));
        var query = HttpUtility.ParseQueryString(theirs.Query);
        var signedAt = DateTimeOffset.ParseExact(query["X-Amz-Date"]!, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        var lifetime = TimeSpan.FromSeconds(int.Parse(query["X-Amz-Expires"]!, CultureInfo.InvariantCulture));
        var ours = new PresignedUrls(config, credentials, "my-bucket", lifetime, new FakeTimeProvider(signedAt)).UrlOf(Key);

        Assert.Equal(theirs.GetLeftPart(UriPartial.Path), ours.GetLeftPart(UriPartial.Path));

        // As of the beginning of a quarter of the lifetime; signed as of the same second, it is the same signature.
        var again = SignatureV4.Sign(
            new Uri(ours.GetLeftPart(UriPartial.Path)), credentials.GetCredentials(), "eu-central-1", signedAt, lifetime);
        Assert.Equal(Sorted(theirs), Sorted(again));
        Assert.NotEqual(Sorted(theirs), Sorted(SignatureV4.Sign(
            new Uri(ours.GetLeftPart(UriPartial.Path)), credentials.GetCredentials(), "eu-central-2", signedAt, lifetime)));
    }

    private static string[] Sorted(Uri url) => [.. url.Query[1..].Split('&').Order(StringComparer.Ordinal)];
}
