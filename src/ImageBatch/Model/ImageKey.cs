namespace ImageBatch.Model;

/// <summary>Names one image of one run of a job. A result of an older run is ignored.</summary>
/// <param name="Job">The job.</param>
/// <param name="Index">Index of the image in the job, from 0.</param>
/// <param name="Run">The run, from 1.</param>
public readonly record struct ImageKey(JobId Job, int Index, int Run);
