using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Calls;

/// <summary>
/// Which members may use what another one yields? The call graph is asked for callees; this asks for callers, by the names that bodies
/// mention, so that nothing is bound but what mentions the name.
/// </summary>
internal sealed class Consumers(MemberBodies bodies)
{
    /// <summary>Members looked at for one answer. A name that more of them mention is everybody's.</summary>
    private const int MaxMembers = 100;

    /// <summary>Members that hand on what they are given.</summary>
    private const int MaxHandovers = 3;

    /// <summary>
    /// The methods of the compilation that mention <paramref name="member"/> or a field that it fills, and those that mention one of these
    /// which returns what <paramref name="mayHandOn"/> says it may.
    /// </summary>
    public IEnumerable<IMethodSymbol> Of(ISymbol member, IEnumerable<IOperation> memberBodies, Func<ITypeSymbol, bool> mayHandOn, CancellationToken cancellationToken)
    {
        var pending = new Queue<(string Name, int Handovers)>();
        var asked = new HashSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<SyntaxNode>();
        var names = NameGraph.Of(bodies.Compilation);
        foreach (var name in Handles(member, memberBodies, mayHandOn))
            Ask(name, 0);

        while (pending.Count > 0)
        {
            var (name, handovers) = pending.Dequeue();
            if (names.IsMentionedByMore(name, MaxMembers))
                continue;

            foreach (var syntax in names.Mentioning(name))
            {
                if (seen.Count > MaxMembers || !seen.Add(syntax))
                    continue;

                foreach (var method in bodies.DeclaredBy(syntax, cancellationToken))
                {
                    yield return method;

                    if (handovers < MaxHandovers && mayHandOn(method.ReturnType))
                        Ask(NameInCode.Of(method), handovers + 1);
                }
            }
        }

        void Ask(string name, int handovers)
        {
            if (asked.Add(name))
                pending.Enqueue((name, handovers));
        }
    }

    // Its own name, which is that of the interface's member, too, and those of what it fills.
    private static IEnumerable<string> Handles(ISymbol member, IEnumerable<IOperation> memberBodies, Func<ITypeSymbol, bool> mayHandOn)
    {
        if (member is IMethodSymbol method && mayHandOn(method.ReturnType))
            yield return NameInCode.Of(method);

        foreach (var body in memberBodies)
        {
            foreach (var operation in body.DescendantsAndSelf())
            {
                var filled = operation switch
                {
                    ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } target } => target,
                    IInvocationOperation { Instance: IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } target } call when LocalSources.Changes(call.TargetMethod) => target,
                    _ => null,
                };
                // new { order, customer }: nobody outside can name the members of a type without a name, and they are called like half of the program.
                if (filled is { Type: { } type, Member.ContainingType.IsAnonymousType: false } && mayHandOn(type))
                    yield return filled.Member.Name;
            }
        }
    }
}
