namespace ImageBatch.Testing;

/// <summary>Waits for what is to become true; a test that waits in vain says what for.</summary>
internal static class Eventually
{
    public static async Task<T> GetAsync<T>(Func<Task<T?>> read, string what, int seconds = 60)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        while (!timeout.IsCancellationRequested)
        {
            if (await read() is { } value)
            {
                return value;
            }

            await Task.Delay(10, CancellationToken.None);
        }

        throw new TimeoutException($"Waited {seconds} s in vain for: {what}");
    }

    /// <summary>For those that cannot await, such as the start of a server.</summary>
    public static void True(Func<bool> condition, string what, int seconds = 60) => TrueAsync(condition, what, seconds).GetAwaiter().GetResult();

    public static Task TrueAsync(Func<bool> condition, string what, int seconds = 60) =>
        GetAsync(() => Task.FromResult(condition() ? what : null), what, seconds);
}
