namespace ImageBatch.Recompression.Tests.Reference;

/// <summary>Requantization with integers and nothing clever, from tables of its own in natural order.</summary>
internal static class ReferenceRequantizer
{
    private static readonly int[] Luminance =
    [
        16, 11, 10, 16, 24, 40, 51, 61,
        12, 12, 14, 19, 26, 58, 60, 55,
        14, 13, 16, 24, 40, 57, 69, 56,
        14, 17, 22, 29, 51, 87, 80, 62,
        18, 22, 37, 56, 68, 109, 103, 77,
        24, 35, 55, 64, 81, 104, 113, 92,
        49, 64, 78, 87, 103, 121, 120, 101,
        72, 92, 95, 98, 112, 100, 103, 99,
    ];

    private static readonly int[] Chrominance =
    [
        17, 18, 24, 47, 99, 99, 99, 99,
        18, 21, 26, 66, 99, 99, 99, 99,
        24, 26, 56, 99, 99, 99, 99, 99,
        47, 66, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
    ];

    /// <summary>The steps of a quality in zigzag order, as libjpeg makes them.</summary>
    public static int[] Steps(int quality, bool isChroma)
    {
        var scale = quality < 50 ? 5000 / quality : 200 - (quality * 2);
        var natural = isChroma ? Chrominance : Luminance;
        return [.. ZigZag().Select(place => Math.Clamp(((natural[place] * scale) + 50) / 100, 1, 255))];
    }

    /// <summary>The quotient rounded to nearest, halves toward zero.</summary>
    public static int Divide(int value, int source, int target) =>
        Math.Sign(value) * (((2 * Math.Abs(value) * source) + target - 1) / (2 * target));

    /// <summary>Requantizes a component to the coarser of its own steps and others.</summary>
    public static ReferenceComponent Requantize(ReferenceComponent component, int[] steps)
    {
        var result = new ReferenceComponent { Id = component.Id, H = component.H, V = component.V };
        (result.Wide, result.High, result.Stride) = (component.Wide, component.High, component.Stride);
        result.Steps = [.. component.Steps.Zip(steps, Math.Max)];
        foreach (var block in component.Blocks)
        {
            result.Blocks.Add([.. block.Select((value, k) => Divide(value, component.Steps[k], result.Steps[k]))]);
        }

        return result;
    }

    public static IEnumerable<int> ZigZag()
    {
        for (var diagonal = 0; diagonal < 15; diagonal++)
        {
            for (var i = 0; i <= diagonal; i++)
            {
                // Even diagonals go up, odd ones down.
                var (x, y) = diagonal % 2 == 0 ? (i, diagonal - i) : (diagonal - i, i);
                if (x < 8 && y < 8)
                {
                    yield return (y * 8) + x;
                }
            }
        }
    }
}
