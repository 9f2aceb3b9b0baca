using Microsoft.Extensions.Options;

namespace ImageBatch.S3;

[OptionsValidator]
internal sealed partial class S3ImageStoreOptionsValidator : IValidateOptions<S3ImageStoreOptions>;
