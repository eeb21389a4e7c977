namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>A method's machine code: where it lay, and what was compiled into it.</summary>
internal sealed class MethodCode
{
    public required ulong Start { get; init; }

    public required uint Size { get; init; }

    /// <summary>The method's number in its assembly's metadata.</summary>
    public int Token { get; init; }

    /// <summary>Made while the program ran: no assembly has it.</summary>
    public bool IsDynamic { get; init; }

    /// <summary>The namespace and type as the runtime writes them; empty for a function that is not managed.</summary>
    public string Type { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>Return type and parameters as the runtime writes them.</summary>
    public string Signature { get; init; } = "";

    /// <summary>The runtime's number of the module that it is from.</summary>
    public ulong Module { get; init; }

    /// <summary>Whether the offsets that the runtime writes next are those of this code.</summary>
    public bool AwaitsOffsets { get; set; }

    /// <summary>Offsets in the machine code and what they are in the method's own code, one after the other; null when not in the trace.</summary>
    public int[]? Offsets { get; set; }

    /// <summary>The offset in the method's own code that an address belongs to; -1 when it is not known.</summary>
    public int OffsetOf(ulong address)
    {
        if (Offsets is not { } offsets || address < Start)
            return -1;

        var native = (long)(address - Start);
        var (best, at) = (-1, -1L);
        for (var i = 0; i + 1 < offsets.Length; i += 2)
        {
            // Prologues and epilogues have negative numbers, and belong to no line.
            if (offsets[i] <= native && offsets[i] >= at && offsets[i + 1] >= 0)
                (best, at) = (offsets[i + 1], offsets[i]);
        }

        return best;
    }
}
