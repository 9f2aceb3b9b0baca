using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace ImageBatch.AspNetCore;

/// <summary>What the HTTP API wants to know of the host it is mapped in.</summary>
public sealed class ImageBatchApiOptions
{
    /// <summary>
    /// Says who calls, so that no two callers share an <c>Idempotency-Key</c>; null where nobody can be told from
    /// another. Default: the name identifier of the authenticated user with its issuer, else the user's name.
    /// </summary>
    public Func<HttpContext, string?> IdempotencyScope { get; set; } = http => UserOf(http.User);

    /// <summary>
    /// Origins whose pages may send requests that change something, beside the API's own: exact ones, such as
    /// <c>https://shop.example.com</c>, with a port where it is not the scheme's own. What a browser says comes from any
    /// other page is refused with <see cref="ApiErrorCodes.CrossOrigin"/>. Default empty.
    /// </summary>
    public IReadOnlyList<string> AllowedOrigins { get; set; } = [];

    private static string? UserOf(ClaimsPrincipal user) => user switch
    {
        { Identity: not { IsAuthenticated: true } } => null,
        _ when user.FindFirst(ClaimTypes.NameIdentifier) is { } id => $"{id.Issuer}\n{id.Value}",
        _ => user.Identity?.Name,
    };
}
