using System.ComponentModel;
using System.Diagnostics;

namespace ImageBatch.Benchmarks.Scale;

/// <summary>
/// Counts the processor time of this process, of workers, and of the servers where they run on this machine, which are told
/// by their names: every PostgreSQL and every RabbitMQ broker there is.
/// </summary>
internal sealed class ProcessorMeter
{
    private static readonly string[] ServerNames = ["postgres", "beam.smp"];

    private readonly Dictionary<int, TimeSpan> _before = [];
    private readonly int[] _nodes;

    public ProcessorMeter(IEnumerable<ScaleWorker> workers)
    {
        _nodes = [Environment.ProcessId, .. workers.Select(worker => worker.Id)];
        _before = Read();
    }

    /// <summary>The time since this was made; of processes that have ended since, what they had before does not count.</summary>
    public TimeSpan Elapsed() => new(Read().Sum(process => (process.Value - _before.GetValueOrDefault(process.Key)).Ticks));

    /// <summary>Whether there are servers on this machine.</summary>
    public static bool SeesServers() => ServerNames.All(name => Process.GetProcessesByName(name).Length > 0);

    private Dictionary<int, TimeSpan> Read()
    {
        var read = new Dictionary<int, TimeSpan>();
        foreach (var process in _nodes.Select(Process.GetProcessById).Concat(ServerNames.SelectMany(Process.GetProcessesByName)))
        {
            using (process)
            {
                try
                {
                    read[process.Id] = process.TotalProcessorTime;
                }
                catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
                {
                    // It has just ended.
                }
            }
        }

        return read;
    }
}
