using Microsoft.Extensions.Logging.Testing;

namespace ImageBatch.Testing;

internal static class FakeLogExtensions
{
    /// <summary>All of a record that a log may show: message, values, scopes and exception.</summary>
    public static string Text(this FakeLogRecord record)
    {
        var values = record.StructuredState?.Select(value => $"{value.Key}={value.Value}") ?? [];
        return $"{record.Level}: {record.Message} {record.Exception} {string.Join(' ', values.Concat(record.Scopes.Select(scope => $"{scope}")))}";
    }

    /// <summary>Waits for a record that has a text, or takes one that was there before.</summary>
    public static async Task SaysAsync(this FakeLogCollector log, string text)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await foreach (var record in log.GetLogsAsync(patience.Token))
        {
            if (record.Text().Contains(text, StringComparison.Ordinal))
            {
                return;
            }
        }
    }
}
