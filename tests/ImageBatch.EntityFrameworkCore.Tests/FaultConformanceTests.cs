using ImageBatch.Conformance;

namespace ImageBatch.EntityFrameworkCore.Tests;

// What the store is told twice, it has done once.
public sealed class LostAnswersAdding : JobStoreAddingConformance<LostAnswersFixture>;

public sealed class LostAnswersIdempotency : JobStoreIdempotencyConformance<LostAnswersFixture>;

public sealed class LostAnswersSaving : JobStoreSavingConformance<LostAnswersFixture>;

public sealed class LostAnswersCompletion : JobStoreCompletionConformance<LostAnswersFixture>;

public sealed class LostAnswersCancelling : JobStoreCancellingConformance<LostAnswersFixture>;

public sealed class LostAnswersRetrying : JobStoreRetryingConformance<LostAnswersFixture>;

public sealed class LostAnswersDeleting : JobStoreDeletingConformance<LostAnswersFixture>;

public sealed class RetryOnFailureAdding : JobStoreAddingConformance<RetryOnFailureFixture>;

public sealed class RetryOnFailureCompletion : JobStoreCompletionConformance<RetryOnFailureFixture>;
