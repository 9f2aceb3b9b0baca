using ImageBatch.Benchmarks.Timing;

namespace ImageBatch.Benchmarks.Compare;

/// <summary>One contender at one image, beside the yardstick at the same one.</summary>
internal sealed record Entry(Measurement Measured, Measurement? Yardstick, double Psnr, double Ssim)
{
    public bool IsTaken => Measured.Refusal is null;

    public bool IsComparable => IsTaken && Yardstick is { Refusal: null };
}
