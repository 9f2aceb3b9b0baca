using ImageBatch.Recompression.Jpeg.Coefficients;
using ImageBatch.Recompression.Jpeg.Pixels;

namespace ImageBatch.Recompression.Tests.Jpeg.Pixels;

public sealed class ForwardTransformTests
{
    private const int Stride = 24;

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(255)]
    public void Apply_gives_the_quotient_of_the_definition_and_the_step_to_nearest(int step)
    {
        var random = new Random(step);
        var steps = Enumerable.Range(0, 64).Select(k => (ushort)Math.Clamp(step + k - 5, 1, 255)).ToArray();
        for (var round = 0; round < 50; round++)
        {
            var samples = Enumerable.Range(0, 8 * Stride).Select(_ => (float)((random.NextDouble() * 255.5) - 128)).ToArray();

            Assert.All(Exact(samples).Zip(Apply(samples, steps), steps), entry =>
                Assert.InRange(entry.Second - (entry.First / entry.Third), -0.5001, 0.5001));
        }
    }

    [Theory]
    [InlineData(-128, -1024)]
    [InlineData(127, 1016)]
    [InlineData(0, 0)]
    public void Apply_flat_samples_are_eight_times_their_value_in_the_first_coefficient(int sample, int expected)
    {
        var block = Apply([.. Enumerable.Repeat((float)sample, 8 * Stride)], [.. Enumerable.Repeat((ushort)1, 64)]);

        Assert.Equal([(short)expected, .. new short[63]], block);
    }

    /// <summary>Samples of the signs of a coefficient's own wave make it as large as it can be.</summary>
    [Fact]
    public void Apply_any_samples_give_coefficients_of_ten_bits_and_a_first_of_eleven()
    {
        for (var k = 1; k < 64; k++)
        {
            foreach (var sign in new[] { -1, 1 })
            {
                var (v, u) = Math.DivRem((int)ZigZag.Natural[k], 8);
                var samples = Enumerable.Range(0, 8 * Stride)
                    .Select(i => sign * Wave(v, i / Stride) * Wave(u, i % Stride % 8) > 0 ? 127.5f : -128).ToArray();

                Assert.All(Apply(samples, [.. Enumerable.Repeat((ushort)1, 64)])[1..], value => Assert.InRange(value, -1023, 1023));
            }
        }
    }

    private static short[] Apply(float[] samples, ushort[] steps)
    {
        var transform = new ForwardTransform();
        var block = new short[64];
        transform.Begin(steps);
        transform.Apply(samples, Stride, block);
        return block;
    }

    /// <summary>The sum of T.81, A.3.3, in zigzag order.</summary>
    private static double[] Exact(float[] samples) => [.. ZigZag.Natural.ToArray().Select(place =>
    {
        var (v, u) = Math.DivRem((int)place, 8);
        var sum = 0.0;
        for (var i = 0; i < 64; i++)
        {
            sum += samples[(i / 8 * Stride) + (i % 8)] * Wave(v, i / 8) * Wave(u, i % 8);
        }

        return sum / 4 * (u == 0 ? Math.Sqrt(0.5) : 1) * (v == 0 ? Math.Sqrt(0.5) : 1);
    })];

    private static double Wave(int frequency, int sample) => Math.Cos(((2 * sample) + 1) * frequency * Math.PI / 16);
}
