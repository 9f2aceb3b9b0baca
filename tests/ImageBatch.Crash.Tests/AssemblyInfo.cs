// Every test keeps the machine busy with processes of its own: one after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
