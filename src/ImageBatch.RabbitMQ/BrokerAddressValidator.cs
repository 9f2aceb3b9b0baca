using ImageBatch.RabbitMQ.Connections;
using Microsoft.Extensions.Options;

namespace ImageBatch.RabbitMQ;

/// <summary>What attributes cannot say of an address. Messages never show the URI, which may have a password.</summary>
internal sealed class BrokerAddressValidator : IValidateOptions<RabbitMQJobQueueOptions>
{
    public ValidateOptionsResult Validate(string? name, RabbitMQJobQueueOptions options)
    {
        string[] failures = [.. Failures(options)];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(RabbitMQJobQueueOptions options)
    {
        if (options.Uri is { } uri && !(uri.IsAbsoluteUri && uri.Scheme is "amqp" or "amqps" && uri.Host.Length > 0))
        {
            yield return "Uri is an absolute URI of the scheme amqp or amqps, such as amqps://user:password@host/vhost.";
        }
        else if (options.Uri is { Segments.Length: > 2 })
        {
            yield return "Uri has one path segment, the virtual host; a slash in its name is written %2F.";
        }

        foreach (var host in options.Hosts.Where(host => !Endpoints.TryParse(host, 0, out _)))
        {
            yield return $"Hosts has '{host}', which is neither host nor host:port.";
        }
    }
}
