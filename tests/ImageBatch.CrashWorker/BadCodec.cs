using System.Buffers;
using System.Text;
using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.CrashWorker;

/// <summary>Takes bitmaps, and does what is written in them behind the header.</summary>
internal sealed class BadCodec : IImageCodec
{
    /// <summary>Ends the process.</summary>
    public const string Poison = "poison!!";

    /// <summary>Takes a minute, unless it is told to stop.</summary>
    public const string Patient = "patient!";

    /// <summary>Takes a minute, whatever it is told.</summary>
    public const string Deaf = "deaf!!!!";

    /// <summary>What it says before it begins.</summary>
    public const string Greeting = "The bad codec has started.";

    private const int HeaderLength = 54;
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    public string Name => "Bad";

    public CodecAnswer CanCompress(ImageHeader header, CompressionOptions options) =>
        header.Format == ImageFormat.Bmp ? CodecAnswer.Yes(0) : CodecAnswer.No("what is no bitmap");

    public CompressedImage Compress(
        ReadOnlyMemory<byte> input,
        CompressionOptions options,
        IBufferWriter<byte> output,
        CancellationToken cancellationToken)
    {
        Console.WriteLine(Greeting);
        switch (Encoding.ASCII.GetString(input.Span.Slice(HeaderLength, Poison.Length)))
        {
            case Poison:
                Environment.FailFast("Poison.");
                break;
            case Patient:
                cancellationToken.WaitHandle.WaitOne(Long);
                cancellationToken.ThrowIfCancellationRequested();
                break;
            case Deaf:
                Thread.Sleep(Long);
                break;
        }

        output.Write(input.Span[..HeaderLength]);
        return new CompressedImage(ImageFormat.Bmp, Unchanged: false);
    }
}
