using System.Globalization;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace ImageBatch.S3;

/// <summary>Says what went wrong with a request, and what to do about it.</summary>
/// <remarks>
/// What the service itself wrote is left out, but for its code: refusals of signatures show what was signed and by whom,
/// and a proxy in between may send back anything. So are the SDK's exceptions for answers, which hold it.
/// </remarks>
internal sealed partial class S3Failures(string bucket, TimeSpan timeout)
{
    /// <param name="exception">What the SDK threw.</param>
    /// <param name="action">What the service was to do, as in "save an output".</param>
    public IOException Of(Exception exception, string action)
    {
        var start = $"The image store's bucket '{bucket}' did not {action}: ";
        return exception switch
        {
            DeleteObjectsException partial => new($"{start}{Refused(partial.Response)}"),
            AmazonServiceException { StatusCode: not 0 } refusal => new(
                string.Create(CultureInfo.InvariantCulture, $"{start}{CodeOf(refusal.ErrorCode)} (HTTP {(int)refusal.StatusCode})")
                + $"{RequestOf(refusal.RequestId)}.{AdviceOn(refusal.ErrorCode)}"),
            OperationCanceledException or TimeoutException => new(
                string.Create(CultureInfo.InvariantCulture, $"{start}the service did not answer within {timeout.TotalSeconds} s."), exception),
            _ => new($"{start}the service could not be reached: {CauseOf(exception).Message}", CauseOf(exception)),
        };
    }

    private static string Refused(DeleteObjectsResponse response)
    {
        var errors = response.DeleteErrors ?? [];
        return string.Create(
            CultureInfo.InvariantCulture, $"{errors.Count} could not be deleted, the first because of {CodeOf(errors.FirstOrDefault()?.Code)}.");
    }

    /// <summary>The transport's own exception: its message names host and port, and no query.</summary>
    private static Exception CauseOf(Exception exception) =>
        exception is AmazonClientException { InnerException: { } inner } ? CauseOf(inner) : exception;

    private static string CodeOf(string? code) => code is not null && Token().IsMatch(code) ? code : "an error without a code";

    private static string RequestOf(string? id) => id is not null && Token().IsMatch(id) ? $", request {id}" : "";

    private static string AdviceOn(string? code) => code switch
    {
        "NoSuchBucket" => " Create the bucket, or change S3ImageStoreOptions.Bucket.",
        "AccessDenied" or "AllAccessDisabled" =>
            " Give the account s3:PutObject, s3:GetObject, s3:DeleteObject and s3:ListBucket.",
        "InvalidAccessKeyId" or "SignatureDoesNotMatch" or "ExpiredToken" or "InvalidToken" =>
            " Check S3ImageStoreOptions.AccessKey and SecretKey, or where the AWS SDK finds credentials.",
        "PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException" =>
            " Check S3ImageStoreOptions.Region.",
        "RequestTimeTooSkewed" => " Set the clock of this machine.",
        _ => "",
    };

    [GeneratedRegex(@"\A[A-Za-z0-9.+/=_-]{1,64}\z")]
    private static partial Regex Token();
}
