using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.S3;
using Amazon.S3.Internal;
using Amazon.S3.Model;

namespace ImageBatch.S3;

/// <summary>The SDK's client, with what services other than AWS need it to do otherwise.</summary>
internal sealed class CompatibleS3Client(AWSCredentials credentials, AmazonS3Config config) : AmazonS3Client(credentials, config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);

        // The body is there, the signature, which covers the header, not yet.
        pipeline.AddHandlerBefore<RetryHandler>(new ContentMd5Handler());
        pipeline.AddHandlerAfter<AmazonS3ResponseHandler>(new OpaqueETagHandler());
    }

    /// <summary>
    /// Sends <c>Content-MD5</c> with a deletion of many objects. S3 asked for it until it took newer checksums instead;
    /// many compatible services ask for it still, and refuse a deletion without it.
    /// </summary>
    private sealed class ContentMd5Handler : PipelineHandler
    {
        public override Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            var context = executionContext.RequestContext;
            if (context.OriginalRequest is DeleteObjectsRequest)
            {
                context.Request.Headers["Content-MD5"] = Convert.ToBase64String(HashOf(context.Request));
            }

            return base.InvokeAsync<T>(executionContext);
        }

#pragma warning disable CA5351 // It guards against damage on the way, by the service's rule; the signature guards against people.
        private static byte[] HashOf(IRequest request)
        {
            if (request.ContentStream is not { } content)
            {
                return MD5.HashData(request.Content);
            }

            var start = content.Position;
            var hash = MD5.HashData(content);
            content.Position = start;
            return hash;
        }
#pragma warning restore CA5351
    }

    /// <summary>
    /// Hides the entity tag of an object that is read. The SDK takes it for the MD5 of the content, and fails where it is
    /// none; what it is, is the service's own business.
    /// </summary>
    private sealed class OpaqueETagHandler : PipelineHandler
    {
        public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            var response = await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
            if (response is GetObjectResponse found)
            {
                found.ETag = null;
            }

            return response;
        }
    }
}
