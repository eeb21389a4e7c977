using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Calls;

/// <summary>
/// Which member of the compilation is the first to have something that many have for one cause: a filter for which an index is missing, a helper's query? That
/// one is a warning, and the others need not be. By name first, in the order of the files.
/// </summary>
internal sealed class FirstMembers(MemberBodies bodies, NamesThatLead names)
{
    /// <summary>Members that are looked into. A cause that the first of this many do not have is told wherever it is found.</summary>
    private const int MaxMembers = 32;

    private readonly ConcurrentDictionary<string, IMethodSymbol?> _first = new(StringComparer.Ordinal);

    /// <summary>What the first member with a cause is called, with its type, when that is not <paramref name="member"/>; null when it is, or when it is not found.</summary>
    /// <param name="member">A member that has it.</param>
    /// <param name="cause">What tells one cause from others.</param>
    /// <param name="name">A name that each member with the cause mentions.</param>
    /// <param name="also">Words of which the file of each of them has one, for a name that many mention; none for one that few do.</param>
    /// <param name="hasIt">Whether a body has it.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public string? Before(ISymbol member, string cause, string name, string[] also, Func<IOperation, bool> hasIt, CancellationToken cancellationToken)
    {
        if (!_first.TryGetValue(cause, out var first))
            first = _first.GetOrAdd(cause, Find(name, also, hasIt, cancellationToken));

        return first is null || SymbolEqualityComparer.Default.Equals(first, member) ? null : $"{first.ContainingType.Name}.{NameInCode.Of(first)}";
    }

    private IMethodSymbol? Find(string name, string[] also, Func<IOperation, bool> hasIt, CancellationToken cancellationToken) => names.Own.Mentioning(name)
        .GroupBy(m => m.SyntaxTree).Where(file => also.Length == 0 || SourceFile.Of(file.Key).Mentions(also)).SelectMany(file => file.OrderBy(m => m.SpanStart)).Take(MaxMembers)
        .SelectMany(m => bodies.DeclaredBy(m, cancellationToken))
        .FirstOrDefault(m => Place.Of(m) is null && bodies.Of(m, cancellationToken) is { } body && !MemberBodies.IsGiant(body) && hasIt(body));
}
