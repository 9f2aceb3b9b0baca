using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.Extensions.Options;

namespace ImageBatch.S3;

/// <summary>
/// Keeps each output in an object of its own, put there by one request: the service shows an object once it has the whole
/// of it, and checks it against the hash in the request's signature.
/// </summary>
internal sealed class S3ImageStore : IImageStore, IStoreProbe, IDisposable
{
    /// <summary>The most that a deletion of many objects may name, and a page of a listing holds.</summary>
    private const int PageSize = 1_000;

    private const long Never = long.MinValue;

    /// <summary>How long a write proves that the bucket takes writes, so that readiness costs next to none.</summary>
    private static readonly TimeSpan WriteIsProof = TimeSpan.FromSeconds(30);

    private readonly S3ImageStoreOptions _options;
    private readonly TimeProvider _clock;
    private readonly CompatibleS3Client _client;
    private readonly S3Failures _failures;
    private readonly ObjectKeys _keys;
    private readonly Func<string, Uri?> _publicUrl;
    private long _lastWrite = Never;

    public S3ImageStore(IOptions<S3ImageStoreOptions> options, TimeProvider clock)
    {
        (_options, _clock) = (options.Value, clock);
        _keys = new ObjectKeys(_options.KeyPrefix);
        _failures = new S3Failures(_options.Bucket, _options.Timeout);
        var config = S3Connection.ConfigOf(_options);
        var credentials = S3Connection.CredentialsOf(_options, config);
        _client = new CompatibleS3Client(credentials, config);
        _publicUrl = _options switch
        {
            { PublicUrlTemplate: { } template } => new OutputUrlTemplate(template).UrlOf,
            { PresignedUrlLifetime: { } lifetime } => new PresignedUrls(config, credentials, _options.Bucket, lifetime, clock).UrlOf,
            _ => _ => null,
        };
    }

    public async Task SaveAsync(OutputKey key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        var objectKey = _keys.Of(key);
        await WriteAsync("save an output", objectKey, key.ContentType, content, cancellationToken).ConfigureAwait(false);
    }

    public async Task<StoredImage?> OpenAsync(OutputKey key, CancellationToken cancellationToken = default)
    {
        var request = new GetObjectRequest { BucketName = _options.Bucket, Key = _keys.Of(key) };
        var response = await AskAsync("open an output", () => FindAsync(request, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        if (response is null)
        {
            return null;
        }

        // The response's own ContentLength is 0 where the service sent none.
        var length = response.Headers.ContentLength;
        if (length < 0)
        {
            response.Dispose();
            throw new IOException($"The image store's bucket '{_options.Bucket}' sent an output without its length.");
        }

        return new StoredImage(new ObjectStream(response, _options.Timeout, _failures), length);
    }

    public async Task DeleteJobAsync(JobId jobId, CancellationToken cancellationToken = default)
    {
        var listing = new ListObjectsV2Request
        {
            BucketName = _options.Bucket,
            Prefix = _keys.PrefixOf(jobId),
            MaxKeys = PageSize,
        };
        do
        {
            var page = await AskAsync(
                "list a job's outputs", () => _client.ListObjectsV2Async(listing, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
            await DeleteAsync(page.S3Objects ?? [], cancellationToken).ConfigureAwait(false);
            listing.ContinuationToken = page.NextContinuationToken;
        }
        while (!string.IsNullOrEmpty(listing.ContinuationToken));
    }

    public Uri? GetPublicUrl(OutputKey key) => _publicUrl(_keys.Of(key));

    public async Task ProbeAsync(CancellationToken cancellationToken = default)
    {
        var last = Volatile.Read(ref _lastWrite);
        if (last != Never && _clock.GetElapsedTime(last) < WriteIsProof)
        {
            return;
        }

        await WriteAsync("keep a test object", _keys.Probe, "application/octet-stream", default, cancellationToken).ConfigureAwait(false);
        await AskAsync(
            "delete its test object",
            () => _client.DeleteObjectAsync(_options.Bucket, _keys.Probe, cancellationToken),
            cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _client.Dispose();

    private async Task WriteAsync(
        string action, string objectKey, string contentType, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        using var body = new BodyStream(content);
        var request = new PutObjectRequest
        {
            BucketName = _options.Bucket,
            Key = objectKey,
            InputStream = body,
            AutoCloseStream = false,
            ContentType = contentType,

            // One body with one hash, which every service checks: not chunks that are signed one by one.
            UseChunkEncoding = false,
            ServerSideEncryptionMethod = _options.ServerSideEncryption,
            StorageClass = _options.StorageClass,
        };
        request.Headers.CacheControl = _options.CacheControl;
        try
        {
            await AskAsync(action, () => _client.PutObjectAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _lastWrite, _clock.GetTimestamp());
        }
        catch (IOException)
        {
            Volatile.Write(ref _lastWrite, Never);
            throw;
        }
    }

    /// <returns>Null where there is no such object; that there is no such bucket is a failure.</returns>
    private async Task<GetObjectResponse?> FindAsync(GetObjectRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.GetObjectAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (AmazonS3Exception exception) when (
            exception.StatusCode == HttpStatusCode.NotFound && exception.ErrorCode != "NoSuchBucket")
        {
            return null;
        }
    }

    private async Task DeleteAsync(List<S3Object> objects, CancellationToken cancellationToken)
    {
        if (objects.Count == 0)
        {
            return;
        }

        var request = new DeleteObjectsRequest
        {
            BucketName = _options.Bucket,
            Objects = [.. objects.Select(found => new KeyVersion { Key = found.Key })],
            Quiet = true,
        };
        await AskAsync("delete a job's outputs", () => _client.DeleteObjectsAsync(request, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task<T> AskAsync<T>(string action, Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception exception)
        {
            throw _failures.Of(exception, action);
        }
    }
}
