using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Amazon.S3;

namespace ImageBatch.S3;

/// <summary>Turns the options into what the SDK wants to know.</summary>
internal static class S3Connection
{
    /// <summary>The region that services which have none expect in a signature.</summary>
    private const string DefaultRegion = "us-east-1";

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <exception cref="InvalidOperationException">Neither the options nor the environment names a region.</exception>
    public static AmazonS3Config ConfigOf(S3ImageStoreOptions options)
    {
        var config = new AmazonS3Config
        {
            ForcePathStyle = options.ForcePathStyle,
            Timeout = options.Timeout,
            ConnectTimeout = options.Timeout < ConnectTimeout ? options.Timeout : ConnectTimeout,
            MaxErrorRetry = options.MaxErrorRetry,
            MaxStaleConnectionRetries = options.MaxErrorRetry,
            RetryMode = RequestRetryMode.Standard,

            // Compatible services lack the newer checksums. What is saved is guarded by its hash in the signature.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (options.ServiceUrl is null)
        {
            config.RegionEndpoint = RegionOf(options);
        }
        else
        {
            config.ServiceURL = options.ServiceUrl;
            config.AuthenticationRegion = options.Region ?? DefaultRegion;
        }

        return config;
    }

    /// <exception cref="InvalidOperationException">There are no credentials, neither in the options nor elsewhere.</exception>
    public static AWSCredentials CredentialsOf(S3ImageStoreOptions options, AmazonS3Config config)
    {
        if (!string.IsNullOrWhiteSpace(options.AccessKey))
        {
            return new BasicAWSCredentials(options.AccessKey, options.SecretKey);
        }

        try
        {
            return DefaultAWSCredentialsIdentityResolver.GetCredentials(config);
        }
        catch (AmazonClientException exception)
        {
            throw new InvalidOperationException(
                "The S3 image store has no credentials: set S3ImageStoreOptions.AccessKey and SecretKey, or give the process "
                + "some where the AWS SDK looks for them (environment, profile, role).",
                exception);
        }
    }

    private static RegionEndpoint RegionOf(S3ImageStoreOptions options) => options.Region is { } region
        ? RegionEndpoint.GetBySystemName(region)
        : FallbackRegionFactory.GetRegionEndpoint() ?? throw new InvalidOperationException(
            "The S3 image store has no region: set S3ImageStoreOptions.Region, or ServiceUrl for a service other than AWS, or "
            + "the environment variable AWS_REGION.");
}
