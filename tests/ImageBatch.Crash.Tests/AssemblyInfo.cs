using Xunit.v3;

// A test mostly waits for processes of its own: one of each collection at a time, on two cores too.
[assembly: Parallelization(MaxThreads = 3)]
