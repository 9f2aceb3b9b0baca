using Microsoft.Extensions.Options;

namespace ImageBatch.Magick;

[OptionsValidator]
internal sealed partial class MagickOptionsValidator : IValidateOptions<MagickOptions>;
