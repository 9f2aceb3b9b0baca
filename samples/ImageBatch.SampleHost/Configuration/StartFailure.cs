using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace ImageBatch.SampleHost.Configuration;

/// <summary>Says in one line why the host does not start, and what to do; what it does not know is left to the runtime.</summary>
internal static class StartFailure
{
    private const string Settings = "Correct it in appsettings.json, in the environment (ImageBatch__…) or in the arguments.";

    /// <summary>Whether an exception is of a kind that is somebody's setting, port, folder or database, and what is said of it.</summary>
    public static bool TryExplain(Exception exception, out string line)
    {
        var advice = AdviceFor(exception);
        line = $"{typeof(StartFailure).Assembly.GetName().Name} does not start: {Sentence(exception.Message)} {advice}".TrimEnd();
        return advice is not null;
    }

    private static string? AdviceFor(Exception exception) => exception switch
    {
        _ when exception is IOException or SocketException && exception.GetBaseException() is SocketException socket => socket.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse => "Stop what listens there, or set another address: --urls http://127.0.0.1:5081.",
            _ => "Set an address of this machine that this account may listen at: --urls http://127.0.0.1:5081.",
        },
        FormatException => "Set Urls to an address such as http://127.0.0.1:5080.",
        OptionsValidationException or Microsoft.AspNetCore.Routing.Patterns.RoutePatternException => Settings,
        InvalidDataException when exception.InnerException is FormatException => "Correct that file.",

        // Of this host and of the stores, whose messages say what to do.
        InvalidOperationException { InnerException: FormatException or OverflowException or ArgumentException } => Settings,
        InvalidOperationException or IOException or InvalidDataException or UnauthorizedAccessException => "",
        _ => null,
    };

    /// <summary>Some messages have several lines, and some no end.</summary>
    private static string Sentence(string message)
    {
        var line = string.Join(' ', message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        return line.EndsWith('.') ? line : line + ".";
    }
}
