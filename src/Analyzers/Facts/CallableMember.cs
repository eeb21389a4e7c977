using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Facts;

/// <summary>A member that other assemblies may call, and the bodies of this one that then run.</summary>
/// <param name="key">As <see cref="FactKey"/> writes it.</param>
/// <param name="called">The member.</param>
internal sealed class CallableMember(string key, IMethodSymbol called)
{
    private readonly List<IMethodSymbol> _bodies = [];

    /// <summary>As <see cref="FactKey"/> writes it.</summary>
    public string Key { get; } = key;

    /// <summary>The member.</summary>
    public IMethodSymbol Called { get; } = called;

    /// <summary>What runs, each once.</summary>
    public IReadOnlyList<IMethodSymbol> Bodies => _bodies;

    /// <summary>Adds a body, unless a base type has brought it already.</summary>
    public void Add(IMethodSymbol body)
    {
        if (!_bodies.Contains(body, SymbolEqualityComparer.Default))
            _bodies.Add(body);
    }

    /// <summary>Leaves out what another member says already; true when that leaves nothing.</summary>
    public bool RemoveAll(IReadOnlyList<IMethodSymbol> bodies)
    {
        _bodies.RemoveAll(b => bodies.Contains(b, SymbolEqualityComparer.Default));
        return _bodies.Count == 0;
    }
}
