using System.Runtime.InteropServices;

namespace ImageBatch.Csv;

/// <summary>
/// Memory outside the collector's heap, all zero at first. It goes back to the system with its owner: what the collector has freed
/// stays with the process until it collects again, which an idle host does not do.
/// </summary>
internal sealed class NativeBlock : SafeBuffer
{
    private static readonly byte[] Zeros = new byte[16 << 10];

    /// <param name="bytes">How many; a multiple of 4,096.</param>
    public NativeBlock(int bytes)
        : base(ownsHandle: true)
    {
        SetHandle(Marshal.AllocHGlobal(bytes));
        Initialize((ulong)bytes);
        for (var cleared = 0; cleared < bytes; cleared += Zeros.Length)
        {
            WriteSpan<byte>((ulong)cleared, Zeros.AsSpan(0, Math.Min(Zeros.Length, bytes - cleared)));
        }
    }

    protected override bool ReleaseHandle()
    {
        Marshal.FreeHGlobal(handle);
        return true;
    }
}
