namespace ImageBatch.Conformance.Tests.Codecs;

// A codec without a fault passes every suite.
public sealed class ModelCodecGeneral : ImageCodecConformance<ModelCodecFixture>;

public sealed class ModelCodecQuality : ImageCodecQualityConformance<ModelCodecFixture>;

public sealed class ModelCodecResizing : ImageCodecResizingConformance<ModelCodecFixture>;

public sealed class ModelCodecConversion : ImageCodecConversionConformance<ModelCodecFixture>;

public sealed class ModelCodecOrientation : ImageCodecOrientationConformance<ModelCodecFixture>;

public sealed class ModelCodecColour : ImageCodecColourConformance<ModelCodecFixture>;

public sealed class ModelCodecMetadata : ImageCodecMetadataConformance<ModelCodecFixture>;

public sealed class ModelCodecAnimation : ImageCodecAnimationConformance<ModelCodecFixture>;

public sealed class ModelCodecTruncation : ImageCodecTruncationConformance<ModelCodecFixture>;

public sealed class ModelCodecHostileInput : ImageCodecHostileInputConformance<ModelCodecFixture>;

public sealed class ModelCodecDeterminism : ImageCodecDeterminismConformance<ModelCodecFixture>;
