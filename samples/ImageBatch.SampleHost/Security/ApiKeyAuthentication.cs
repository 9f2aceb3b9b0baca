using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace ImageBatch.SampleHost.Security;

/// <summary>Takes who sends the API key, as <c>Authorization: Bearer</c> or as <c>X-Api-Key</c>, for a user.</summary>
internal sealed class ApiKeyAuthentication(
    IOptionsMonitor<ApiKeyOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<ApiKeyOptions>(options, logger, encoder)
{
    public const string Name = "ApiKey";
    public const string Header = "X-Api-Key";
    public const string Bearer = "Bearer";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = Bearer;
        return base.HandleChallengeAsync(properties);
    }

    private AuthenticateResult Authenticate()
    {
        if (KeyOf(Request.Headers) is not { } key)
        {
            return AuthenticateResult.NoResult();
        }

        if (!Options.Accepts(key))
        {
            return AuthenticateResult.Fail("The API key is another.");
        }

        // Two keys are two callers: each has its own idempotency keys.
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, Options.Caller)], Scheme.Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }

    private static string? KeyOf(IHeaderDictionary headers)
    {
        if (headers.TryGetValue(Header, out var key))
        {
            return key.ToString();
        }

        var authorization = headers.Authorization.ToString();
        return authorization.StartsWith(Bearer + " ", StringComparison.OrdinalIgnoreCase)
            ? authorization[(Bearer.Length + 1)..].Trim()
            : null;
    }
}
