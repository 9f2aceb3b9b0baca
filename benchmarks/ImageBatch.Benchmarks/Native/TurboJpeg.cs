using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.InteropServices;

namespace ImageBatch.Benchmarks.Native;

/// <summary>The calls into libjpeg-turbo's TurboJPEG library, version 2 of its interface, and where it is found.</summary>
/// <remarks>Version 3 of the library keeps this interface under the same file name.</remarks>
[SuppressMessage("Interoperability", "CA5392", Justification = "Every library is resolved below, or is the C library.")]
internal static partial class TurboJpeg
{
    public const int FormatRgb = 0;
    public const int FormatGrey = 6;
    public const int FormatCmyk = 11;

    public const int ColourGrey = 2;
    public const int ColourCmyk = 3;
    public const int ColourYcck = 4;

    /// <summary>The output buffer is the caller's and long enough.</summary>
    public const int NoReallocation = 1024;

    /// <summary>The integer transform that cjpeg, djpeg and Pillow use, instead of the fastest one.</summary>
    public const int AccurateTransform = 4096;

    private const string Library = "turbojpeg";

    private static readonly string[] FileNames = OperatingSystem.IsMacOS()
        ? ["libturbojpeg.0.dylib", "libturbojpeg.dylib"]
        : ["libturbojpeg.so.0", "libturbojpeg.so"];

    private static readonly nint Handle = Load();

    public static bool IsAvailable => Handle != 0;

    /// <summary>Why it is not available and what to do about it.</summary>
    public static string Missing => OperatingSystem.IsWindows()
        ? "libjpeg-turbo is skipped: it is called on Linux and macOS only."
        : $"libjpeg-turbo is skipped: {FileNames[0]} is not on this machine (Debian, Ubuntu: apt-get install libturbojpeg0).";

    [LibraryImport(Library, EntryPoint = "tjInitCompress")]
    public static partial nint InitCompress();

    [LibraryImport(Library, EntryPoint = "tjInitDecompress")]
    public static partial nint InitDecompress();

    [LibraryImport(Library, EntryPoint = "tjDestroy")]
    public static partial int Destroy(nint handle);

    [LibraryImport(Library, EntryPoint = "tjGetErrorStr2")]
    public static partial nint GetError(nint handle);

    [LibraryImport(Library, EntryPoint = "tjBufSize")]
    public static partial CULong BufferSize(int width, int height, int sampling);

    [LibraryImport(Library, EntryPoint = "tjDecompressHeader3")]
    public static partial int DecompressHeader(
        nint handle, ReadOnlySpan<byte> jpeg, CULong length, out int width, out int height, out int sampling, out int colour);

    [LibraryImport(Library, EntryPoint = "tjDecompress2")]
    public static partial int Decompress(
        nint handle, ReadOnlySpan<byte> jpeg, CULong length, nint pixels, int width, int pitch, int height, int format, int flags);

    [LibraryImport(Library, EntryPoint = "tjCompress2")]
    public static partial int Compress(
        nint handle,
        nint pixels,
        int width,
        int pitch,
        int height,
        int format,
        ref nint jpeg,
        ref CULong length,
        int sampling,
        int quality,
        int flags);

    /// <summary>
    /// Has every compression make optimal Huffman tables (<c>optimize_coding</c>), or not. Version 2 has no flag for
    /// it; it reads TJ_OPTIMIZE of the C library's environment, which .NET's copy of it does not reach.
    /// </summary>
    public static void OptimizeCoding(bool optimize)
    {
        if (SetEnvironment("TJ_OPTIMIZE", optimize ? "1" : "0", overwrite: 1) != 0)
        {
            throw new InvalidOperationException("TJ_OPTIMIZE cannot be set.");
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    private static nint Load()
    {
        if (OperatingSystem.IsWindows())
        {
            return 0;
        }

        nint handle = 0;
        _ = FileNames.Any(name => NativeLibrary.TryLoad(name, out handle));
        NativeLibrary.SetDllImportResolver(
            Assembly.GetExecutingAssembly(), (name, _, _) => name == Library ? handle : 0);
        return handle;
    }
}
