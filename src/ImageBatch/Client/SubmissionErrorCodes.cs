namespace ImageBatch.Client;

/// <summary>The closed list of codes that say why an upload, or a row of it, was not accepted.</summary>
public static class SubmissionErrorCodes
{
    /// <summary>The CSV has no bytes.</summary>
    public const string CsvEmpty = "csv.empty";

    /// <summary>The bytes are no CSV: binary, with a NUL, not UTF-8, broken quotes, or a cell or row beyond any measure.</summary>
    public const string CsvInvalid = "csv.invalid";

    /// <summary>The header lacks a column that is needed.</summary>
    public const string CsvMissingColumn = "csv.missing_column";

    /// <summary>The header names one column twice.</summary>
    public const string CsvDuplicateColumn = "csv.duplicate_column";

    /// <summary>There is no row below the header.</summary>
    public const string CsvNoRows = "csv.no_rows";

    /// <summary>Some rows break the rules; they are listed.</summary>
    public const string CsvInvalidRows = "csv.invalid_rows";

    /// <summary>The CSV has more bytes than it may.</summary>
    public const string CsvTooLarge = "csv.too_large";

    /// <summary>The CSV has more images than a job may.</summary>
    public const string CsvTooManyImages = "csv.too_many_images";

    /// <summary>Of a row: no serial number.</summary>
    public const string RowMissingSerialNumber = "row.missing_serial_number";

    /// <summary>Of a row: no product name.</summary>
    public const string RowMissingName = "row.missing_name";

    /// <summary>Of a row: a serial number longer than one may be.</summary>
    public const string RowSerialNumberTooLong = "row.serial_number_too_long";

    /// <summary>Of a row: a product name longer than one may be.</summary>
    public const string RowNameTooLong = "row.name_too_long";

    /// <summary>Of a row: no URL.</summary>
    public const string RowMissingUrl = "row.missing_url";

    /// <summary>Of a row: more URLs than a row may have.</summary>
    public const string RowTooManyUrls = "row.too_many_urls";

    /// <summary>Of a row: more cells than the header has columns, and the extra ones are no URLs.</summary>
    public const string RowTooManyCells = "row.too_many_cells";

    /// <summary>Of a row: a URL that is not absolute, not http or https, carries user info, or cannot be read.</summary>
    public const string UrlInvalid = "url.invalid";

    /// <summary>Of a row: a URL longer than a URL may be.</summary>
    public const string UrlTooLong = "url.too_long";

    /// <summary>A setting is out of its range.</summary>
    public const string SettingInvalid = "setting.invalid";

    /// <summary>The webhook URL is not absolute, not http or https, carries user info, or is too long.</summary>
    public const string WebhookInvalid = "webhook.invalid";

    /// <summary>As many uploads are being read as may be at once; the same upload may be accepted later.</summary>
    public const string UploadBusy = "upload.busy";

    /// <summary>The upload took longer than one may.</summary>
    public const string UploadTooSlow = "upload.too_slow";

    /// <summary>The idempotency key was used with other content.</summary>
    public const string IdempotencyMismatch = "idempotency.mismatch";

    /// <summary>Another upload under the same idempotency key is on its way.</summary>
    public const string IdempotencyInFlight = "idempotency.in_flight";

    /// <summary>The idempotency key is empty or too long.</summary>
    public const string IdempotencyInvalid = "idempotency.invalid";
}
