namespace ImageBatch.Recompression.Tests.Reference;

/// <summary>Halves a component by way of its samples, in doubles and by the definition of the transform.</summary>
internal static class ReferenceHalver
{
    /// <summary>The coefficients of the halved component, divided by the steps but not rounded.</summary>
    public static double[][] Halve(ReferenceComponent component, int[] steps)
    {
        var (wide, high) = ((component.Wide + 1) / 2, (component.High + 1) / 2);
        var natural = ReferenceRequantizer.ZigZag().ToArray();
        var samples = new double[16 * high, 16 * wide];
        for (var y = 0; y < 2 * high; y++)
        {
            for (var x = 0; x < 2 * wide; x++)
            {
                // What the component does not have is mirrored at its edge.
                var (fromX, fromY) = (Math.Min(x, component.Wide - 1), Math.Min(y, component.High - 1));
                var block = component.Blocks[(fromY * component.Stride) + fromX];
                var coefficients = new double[64];
                for (var k = 0; k < 64; k++)
                {
                    coefficients[natural[k]] = block[k] * component.Steps[k];
                }

                for (var i = 0; i < 64; i++)
                {
                    var (down, across) = (i / 8, i % 8);
                    var place = ((fromY == y ? down : 7 - down) * 8) + (fromX == x ? across : 7 - across);
                    samples[(y * 8) + down, (x * 8) + across] = Inverse(coefficients, place);
                }
            }
        }

        var result = new double[wide * high][];
        for (var i = 0; i < result.Length; i++)
        {
            var (top, left) = (i / wide * 16, i % wide * 16);
            var half = new double[64];
            for (var s = 0; s < 64; s++)
            {
                var (y, x) = (top + (s / 8 * 2), left + (s % 8 * 2));
                half[s] = (samples[y, x] + samples[y, x + 1] + samples[y + 1, x] + samples[y + 1, x + 1]) / 4;
            }

            result[i] = [.. Enumerable.Range(0, 64).Select(k => Forward(half, natural[k]) / steps[k])];
        }

        return result;
    }

    private static double Inverse(double[] coefficients, int place) =>
        Enumerable.Range(0, 64).Sum(i => coefficients[i] == 0
            ? 0
            : coefficients[i] * Cosine(i / 8, place / 8) * Cosine(i % 8, place % 8));

    private static double Forward(double[] samples, int place) =>
        Enumerable.Range(0, 64).Sum(i => samples[i] * Cosine(place / 8, i / 8) * Cosine(place % 8, i % 8));

    private static double Cosine(int frequency, int sample) =>
        Math.Cos(((2 * sample) + 1) * frequency * Math.PI / 16) * (frequency == 0 ? Math.Sqrt(0.125) : 0.5);
}
