using System.ComponentModel.DataAnnotations;

namespace ImageBatch.S3;

/// <summary>Where the S3 image store keeps outputs, how it gets there, and how outputs are read from outside.</summary>
public sealed class S3ImageStoreOptions
{
    /// <summary>The bucket. It has to exist.</summary>
    [Required]
    public string Bucket { get; set; } = "";

    /// <summary>
    /// What the keys of all objects begin with, so that the bucket can hold other things too: segments of letters,
    /// digits, <c>-</c>, <c>_</c> and <c>.</c>, with slashes between them, such as <c>shop/images</c>. Default empty.
    /// </summary>
    [StringLength(512)]
    public string KeyPrefix { get; set; } = "";

    /// <summary>
    /// Absolute http or https URL of a service other than AWS, such as <c>https://storage.example.com</c>. Null (the
    /// default): S3 of AWS in <see cref="Region"/>.
    /// </summary>
    public string? ServiceUrl { get; set; }

    /// <summary>
    /// Whether the bucket is named in the path (<c>https://storage.example.com/bucket/key</c>) and not in the host
    /// (<c>https://bucket.storage.example.com/key</c>). Most services other than AWS want it. Default false.
    /// </summary>
    public bool ForcePathStyle { get; set; }

    /// <summary>
    /// The region, such as <c>eu-central-1</c>. Null (the default): with <see cref="ServiceUrl"/> <c>us-east-1</c>, which
    /// requests are then signed for; else the region of the environment or of the AWS profile.
    /// </summary>
    public string? Region { get; set; }

    /// <summary>
    /// Access key, together with <see cref="SecretKey"/>. Null (the default): credentials come from where the AWS SDK looks
    /// for them: environment, profile, or the role of the machine, container or pod.
    /// </summary>
    public string? AccessKey { get; set; }

    /// <summary>Secret key, together with <see cref="AccessKey"/>.</summary>
    public string? SecretKey { get; set; }

    /// <summary>
    /// Absolute http or https URL under which anyone can read an output, with <c>{key}</c> where the key of the object
    /// goes: <c>https://cdn.example.com/{key}</c>. Null (the default): none. Not together with
    /// <see cref="PresignedUrlLifetime"/>.
    /// </summary>
    public string? PublicUrlTemplate { get; set; }

    /// <summary>
    /// Makes public URLs of outputs pre-signed ones, and says how long each is good for: a minute to seven days. One that
    /// was rendered is good for three quarters of it at least; in between, an output's URL stays the same, so that caches
    /// know it. Null (the default): outputs have no pre-signed URLs.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan? PresignedUrlLifetime { get; set; }

    /// <summary>
    /// The <c>Cache-Control</c> header that outputs are stored with. Default <c>public, max-age=31536000, immutable</c>, since
    /// a key is made of its content.
    /// </summary>
    [Required]
    [RegularExpression(@"[\x20-\x7E]+")]
    public string CacheControl { get; set; } = "public, max-age=31536000, immutable";

    /// <summary>
    /// How the service encrypts outputs: <c>AES256</c>, <c>aws:kms</c> or another that it knows. Null (the default): as the
    /// bucket says.
    /// </summary>
    [RegularExpression("[A-Za-z0-9:_-]+")]
    public string? ServerSideEncryption { get; set; }

    /// <summary>
    /// The storage class of outputs, such as <c>STANDARD_IA</c>. Null (the default): the service's own. Not one that has to be
    /// restored before it is read.
    /// </summary>
    [RegularExpression("[A-Z0-9_]+")]
    public string? StorageClass { get; set; }

    /// <summary>
    /// How long one try of a request may take, and how long the content of an output that is read may stand still.
    /// Default 60 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How often a request is repeated, after waits that grow and with jitter, where the service is throttling, fails or
    /// cannot be reached; and, apart from that and at once, where a connection breaks that was open before. Default 3; at
    /// most 10.
    /// </summary>
    [Range(0, 10)]
    public int MaxErrorRetry { get; set; } = 3;
}
