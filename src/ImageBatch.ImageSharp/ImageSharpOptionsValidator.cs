using Microsoft.Extensions.Options;

namespace ImageBatch.ImageSharp;

[OptionsValidator]
internal sealed partial class ImageSharpOptionsValidator : IValidateOptions<ImageSharpOptions>;
