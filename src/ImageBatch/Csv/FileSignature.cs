using ImageBatch.Client;

namespace ImageBatch.Csv;

/// <summary>Knows by their first bytes the files that are uploaded in place of a CSV, to say something more helpful than "not UTF-8".</summary>
internal static class FileSignature
{
    /// <summary>Answers how many bytes the byte order mark of UTF-8 takes: 3 or 0.</summary>
    /// <param name="head">The first bytes of the file, at least 4 where it has as many.</param>
    /// <exception cref="SubmissionException">The file is something else.</exception>
    public static int Check(ReadOnlySpan<byte> head)
    {
        if (head is [0x1F, 0x8B, ..])
        {
            throw Invalid("is compressed with gzip. Upload the CSV itself.");
        }

        if (head is [(byte)'P', (byte)'K', 3, 4, ..] or [0xD0, 0xCF, 0x11, 0xE0, ..])
        {
            throw Invalid("is a spreadsheet or an archive, not a CSV. Save the sheet as \"CSV UTF-8\" and upload that.");
        }

        if (head is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            throw Invalid("is UTF-16. Save it as \"CSV UTF-8\" and upload it again.");
        }

        return head is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0;
    }

    private static SubmissionException Invalid(string what) => new(SubmissionErrorCodes.CsvInvalid, $"The file {what}");
}
