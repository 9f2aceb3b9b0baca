using Microsoft.Extensions.Options;

namespace ImageBatch;

[OptionsValidator]
internal sealed partial class ImageBatchOptionsValidator : IValidateOptions<ImageBatchOptions>;
