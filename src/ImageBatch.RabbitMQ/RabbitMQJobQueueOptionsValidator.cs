using Microsoft.Extensions.Options;

namespace ImageBatch.RabbitMQ;

[OptionsValidator]
internal sealed partial class RabbitMQJobQueueOptionsValidator : IValidateOptions<RabbitMQJobQueueOptions>;
