using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;

namespace ImageBatch.S3;

/// <summary>
/// Signs the URL of an object, by AWS Signature Version 4 in query parameters ("Authenticating Requests: Using Query
/// Parameters", Amazon S3 API Reference).
/// </summary>
/// <remarks>
/// The SDK signs as of the present second only, so that each URL it makes of one object is another; here the moment is
/// given.
/// </remarks>
internal static class SignatureV4
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>Signs a GET.</summary>
    /// <param name="url">The URL without a query, its path encoded once.</param>
    /// <param name="credentials">Who signs.</param>
    /// <param name="region">The region that the service expects.</param>
    /// <param name="signedAt">From when the URL is good.</param>
    /// <param name="lifetime">For how long from then on; whole seconds, at most seven days.</param>
    public static Uri Sign(
        Uri url, ImmutableCredentials credentials, string region, DateTimeOffset signedAt, TimeSpan lifetime)
    {
        var time = signedAt.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var scope = $"{time[..8]}/{region}/s3/aws4_request";

        // In the order of their names, as the canonical request wants them.
        var query = $"X-Amz-Algorithm={Algorithm}&X-Amz-Credential={Encode($"{credentials.AccessKey}/{scope}")}&X-Amz-Date={time}"
            + string.Create(CultureInfo.InvariantCulture, $"&X-Amz-Expires={(long)lifetime.TotalSeconds}")
            + (credentials.UseToken ? $"&X-Amz-Security-Token={Encode(credentials.Token)}" : "")
            + "&X-Amz-SignedHeaders=host";
        var request = $"GET\n{url.AbsolutePath}\n{query}\nhost:{url.Authority}\n\nhost\nUNSIGNED-PAYLOAD";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request)));

        var key = Encoding.UTF8.GetBytes("AWS4" + credentials.SecretKey);
        foreach (var part in scope.Split('/'))
        {
            key = Mac(key, part);
        }

        var signature = Convert.ToHexStringLower(Mac(key, $"{Algorithm}\n{time}\n{scope}\n{hash}"));
        return new Uri($"{url.GetLeftPart(UriPartial.Path)}?{query}&X-Amz-Signature={signature}");
    }

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Encode(string text) => Uri.EscapeDataString(text);
}
