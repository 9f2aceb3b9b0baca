using Microsoft.Extensions.Options;

namespace ImageBatch.EntityFrameworkCore;

[OptionsValidator]
internal sealed partial class EntityFrameworkCoreOptionsValidator : IValidateOptions<EntityFrameworkCoreOptions>;
