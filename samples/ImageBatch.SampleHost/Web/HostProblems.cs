namespace ImageBatch.SampleHost.Web;

/// <summary>Gives the answers that the host makes itself the code and the sentence that those of the API have.</summary>
internal static class HostProblems
{
    public static void Customize(ProblemDetailsContext context)
    {
        var (code, detail) = context.ProblemDetails.Status switch
        {
            401 => ("request.unauthorized", "Send the API key: Authorization: Bearer <key>, or X-Api-Key: <key>."),
            404 => ("request.not_found", "There is no such route: GET / lists those there are."),
            405 => ("request.method_not_allowed", "The route does not take this method: GET / lists those it takes."),
            429 => ("request.too_many_uploads", "Too many uploads in a minute: send it again after Retry-After seconds."),
            _ => (null, null),
        };
        if (code is not null)
        {
            context.ProblemDetails.Detail = detail;
            context.ProblemDetails.Extensions["code"] = code;
        }
    }
}
