using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Flow.Entities;

/// <summary>How far one question about provenance has gone, so that it ends.</summary>
/// <param name="cancellationToken">Cancels it.</param>
internal sealed class ProvenanceWalk(CancellationToken cancellationToken)
{
    /// <summary>Operations looked at for the answer of one member, and how deep they may lead into each other; that of a member that is called is one of its own.</summary>
    private const int MaxSteps = 600;
    private const int MaxDepth = 60;

    private readonly HashSet<ISymbol> _begun = new(SymbolEqualityComparer.Default);
    private int _steps;
    private int _depth;

    /// <summary>Cancels it.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>The members that are looked into at the moment.</summary>
    public int Calls { get; set; }

    /// <summary>The fields and properties whose values are looked at at the moment.</summary>
    public int Stores { get; set; }

    /// <summary>Begins a step; false when there have been too many.</summary>
    public bool Enter()
    {
        CancellationToken.ThrowIfCancellationRequested();
        if (++_steps > MaxSteps || _depth >= MaxDepth)
            return false;

        _depth++;
        return true;
    }

    /// <summary>Ends a step.</summary>
    public void Leave() => _depth--;

    /// <summary>Begins with a variable or member; false when it is looked at already, further up.</summary>
    public bool Begin(ISymbol symbol) => _begun.Add(symbol);

    /// <summary>Ends with it.</summary>
    public void End(ISymbol symbol) => _begun.Remove(symbol);
}
