using Microsoft.Extensions.Options;

namespace ImageBatch.FileSystem;

[OptionsValidator]
internal sealed partial class FileSystemOptionsValidator : IValidateOptions<FileSystemOptions>;
