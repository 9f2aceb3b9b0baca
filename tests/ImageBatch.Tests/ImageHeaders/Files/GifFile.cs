namespace ImageBatch.Tests.ImageHeaders.Files;

internal static class GifFile
{
    public static byte[] Create(int frames = 1, int width = 7, int height = 5, bool globalTable = true)
    {
        var file = new ByteBuilder().Add(Screen(width, height, globalTable));
        for (var i = 0; i < frames; i++)
        {
            file.Add(GraphicControl).Add(Frame(width: width, height: height, localTable: i % 2 == 1));
        }

        return file.Add(0x3B).ToArray();
    }

    public static byte[] GraphicControl => [0x21, 0xF9, 4, 0, 10, 0, 0, 0];

    public static byte[] Comment => [0x21, 0xFE, 3, (byte)',', (byte)',', (byte)',', 1, 0x3B, 0];

    public static byte[] Screen(int width = 7, int height = 5, bool globalTable = true)
    {
        var screen = new ByteBuilder().Add("GIF89a"u8).UInt16(width, true).UInt16(height, true);
        return globalTable
            ? screen.Add(0x81, 0, 0).Zeros(12).ToArray()
            : screen.Add(0, 0, 0).ToArray();
    }

    public static byte[] Frame(int left = 0, int top = 0, int width = 7, int height = 5, bool localTable = false)
    {
        var frame = new ByteBuilder().Add(0x2C)
            .UInt16(left, true).UInt16(top, true).UInt16(width, true).UInt16(height, true);
        _ = localTable ? frame.Add(0x80).Zeros(6) : frame.Add(0);
        return frame.Add(2, 3, 0x2C, 0x3B, 0x21, 0).ToArray();
    }
}
