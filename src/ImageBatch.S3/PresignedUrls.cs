using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.S3;
using Amazon.S3.Model;

namespace ImageBatch.S3;

/// <summary>Public URLs that carry a signature and end.</summary>
/// <remarks>
/// Signed as of the beginning of the present quarter of their lifetime: whoever asks in that time gets the same URL, and a
/// clock that is a little fast does no harm.
/// </remarks>
internal sealed class PresignedUrls
{
    private const int Quarters = 4;

    private readonly AWSCredentials _credentials;
    private readonly string _region;
    private readonly string _root;
    private readonly TimeSpan _lifetime;
    private readonly TimeProvider _clock;

    public PresignedUrls(AmazonS3Config config, AWSCredentials credentials, string bucket, TimeSpan lifetime, TimeProvider clock)
    {
        (_credentials, _clock) = (credentials, clock);
        _lifetime = TimeSpan.FromSeconds(Math.Floor(lifetime.TotalSeconds));
        _region = config.AuthenticationRegion ?? config.RegionEndpoint.SystemName;
        _root = RootOf(config, bucket);
    }

    public Uri UrlOf(string key)
    {
        var quarter = _lifetime.Ticks / Quarters;
        var now = _clock.GetUtcNow().UtcTicks;
        var signedAt = new DateTimeOffset(now - (now % quarter), TimeSpan.Zero);
        return SignatureV4.Sign(new Uri(_root + key), _credentials.GetCredentials(), _region, signedAt, _lifetime);
    }

    /// <summary>The URL of the bucket with a slash at its end, in the host or in the path as the SDK addresses it.</summary>
    private static string RootOf(AmazonS3Config config, string bucket)
    {
        var request = new GetObjectRequest { BucketName = bucket, Key = "key" };
        var endpoint = config.DetermineServiceOperationEndpoint(new ServiceOperationEndpointParameters(request));
        return endpoint.URL.TrimEnd('/') + "/";
    }
}
