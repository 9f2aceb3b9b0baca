namespace ImageBatch.AspNetCore.Errors;

/// <summary>Ends a request with a problem.</summary>
internal sealed class RequestException(int status, string code, string detail) : Exception(detail)
{
    public int Status { get; } = status;

    public string Code { get; } = code;
}
