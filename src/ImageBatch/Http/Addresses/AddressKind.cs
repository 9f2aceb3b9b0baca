namespace ImageBatch.Http.Addresses;

/// <summary>What the guard has to know about an address.</summary>
internal enum AddressKind
{
    /// <summary>None of the other two, and so refused wherever an option does not name its network.</summary>
    Special,

    /// <summary>Global unicast: anybody may be behind it.</summary>
    Public,

    /// <summary>This machine, or an inner network behind it.</summary>
    Private,
}
