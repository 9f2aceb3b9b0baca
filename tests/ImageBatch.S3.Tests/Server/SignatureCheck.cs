using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ImageBatch.S3.Tests.Server;

/// <summary>
/// Checks AWS Signature Version 4 as S3 does, in the header or in the query ("Authenticating Requests", Amazon S3 API
/// Reference), and that the body is what was signed.
/// </summary>
internal sealed class SignatureCheck(string accessKey, string secret)
{
    /// <returns>The refusal; null where all is well.</returns>
    public Answer? Refuse(HttpRequest request, byte[] body)
    {
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?', 2);
        var query = Parse(target.Length > 1 ? target[1] : "");
        if (query.TryGetValue("X-Amz-Signature", out var signature))
        {
            query.Remove("X-Amz-Signature");
            var signedAt = DateTime.ParseExact(
                query["X-Amz-Date"], "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
            return DateTime.UtcNow > signedAt.AddSeconds(int.Parse(query["X-Amz-Expires"], CultureInfo.InvariantCulture))
                ? Answer.Error(403, "AccessDenied", "Request has expired")
                : Compare(request, target[0], query, query["X-Amz-Credential"], query["X-Amz-SignedHeaders"], query["X-Amz-Date"], "UNSIGNED-PAYLOAD", signature);
        }

        var authorization = request.Headers.Authorization.ToString();
        if (!authorization.StartsWith("AWS4-HMAC-SHA256 ", StringComparison.Ordinal))
        {
            return Answer.Error(403, "AccessDenied");
        }

        var parts = authorization["AWS4-HMAC-SHA256 ".Length..].Split(", ").Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1]);
        var bodyHash = request.Headers["x-amz-content-sha256"].ToString();
        return bodyHash != Convert.ToHexStringLower(SHA256.HashData(body))
            ? Answer.Error(400, "XAmzContentSHA256Mismatch")
            : Compare(request, target[0], query, parts["Credential"], parts["SignedHeaders"], request.Headers["x-amz-date"].ToString(), bodyHash, parts["Signature"]);
    }

    private Answer? Compare(
        HttpRequest request, string path, SortedDictionary<string, string> query, string credential, string signedHeaders, string time, string bodyHash, string signature)
    {
        if (!credential.StartsWith(accessKey + "/", StringComparison.Ordinal))
        {
            return Answer.Error(403, "InvalidAccessKeyId");
        }

        var headers = string.Concat(signedHeaders.Split(';').Select(name => $"{name}:{request.Headers[name].ToString().Trim()}\n"));
        var canonicalQuery = string.Join('&', query.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
        var canonical = $"{request.Method}\n{path}\n{canonicalQuery}\n{headers}\n{signedHeaders}\n{bodyHash}";
        var scope = credential[(accessKey.Length + 1)..];
        var text = $"AWS4-HMAC-SHA256\n{time}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = scope.Split('/').Aggregate(
            Encoding.UTF8.GetBytes("AWS4" + secret), (key, part) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part)));
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));

        // As S3 says it: with what would help a thief who reads logs.
        return signature == expected
            ? null
            : Answer.Xml(403, $"<Error><Code>SignatureDoesNotMatch</Code><Message>It does not match {signature}.</Message><AWSAccessKeyId>{accessKey}</AWSAccessKeyId><StringToSign>{text}</StringToSign></Error>");
    }

    private static SortedDictionary<string, string> Parse(string query) => new(
        query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => Uri.UnescapeDataString(pair[0]), pair => pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : ""),
        StringComparer.Ordinal);
}
