using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;

namespace PerfAnalyzers.Flow.Calls;

/// <summary>
/// Which functions of the compilation may run a function on their thread, or on one that others need as well? <see cref="CallSteps"/> read backwards: names say who might, and their steps say who does, so
/// that nothing is bound but what mentions the name.
/// </summary>
internal sealed class Callers(CallSteps steps, MemberBodies bodies, NamesThatLead names)
{
    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<IMethodSymbol>> _callers = new(SymbolEqualityComparer.Default);

    // A member is asked for each of the many names that it mentions.
    private readonly ConcurrentDictionary<SyntaxNode, ImmutableArray<(IMethodSymbol Function, HashSet<IMethodSymbol> Runs)>> _functions = new();

    /// <summary>The functions whose steps run the body of <paramref name="function"/>, a definition.</summary>
    public ImmutableArray<IMethodSymbol> Of(IMethodSymbol function, CancellationToken cancellationToken) =>
        _callers.TryGetValue(function, out var known) ? known : _callers.GetOrAdd(function, [.. Find(function, cancellationToken)]);

    private IEnumerable<IMethodSymbol> Find(IMethodSymbol function, CancellationToken cancellationToken)
    {
        var seen = new HashSet<SyntaxNode>();
        var types = new HashSet<TypeDeclarationSyntax>();
        foreach (var member in Mentioning(function).SelectMany(m => WithDelegates(m, types)))
        {
            if (!seen.Add(member))
                continue;

            cancellationToken.ThrowIfCancellationRequested();
            foreach (var (caller, runs) in _functions.TryGetValue(member, out var known) ? known : _functions.GetOrAdd(member, [.. FunctionsOf(member, cancellationToken).Select(f => (f.OriginalDefinition, RunBy(f, cancellationToken)))]))
            {
                if (runs.Contains(function))
                    yield return caller;
            }
        }
    }

    private HashSet<IMethodSymbol> RunBy(IMethodSymbol function, CancellationToken cancellationToken) =>
        new(steps.Of(function, cancellationToken).Where(s => !s.IsOnOwnThread).SelectMany(s => s.Targets).Select(t => t.OriginalDefinition), SymbolEqualityComparer.Default);

    // A lambda is run where it stands, by what it is handed to there, or by another member of the type that finds it in a field.
    private IEnumerable<SyntaxNode> Mentioning(IMethodSymbol function)
    {
        if (function.IsInner())
            return function.DeclaringSyntaxReferences.Select(r => r.GetSyntax()).Select(MemberOf).OfType<SyntaxNode>();

        return NameGraph.KeyOf(function) is { } key ? names.Implying(key).SelectMany(names.Own.Mentioning) : [];
    }

    private IEnumerable<SyntaxNode> WithDelegates(SyntaxNode member, HashSet<TypeDeclarationSyntax> types)
    {
        yield return member;

        // The members of a type are the same for each of them that mentions the name.
        if (member.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type || !types.Add(type) || !names.Own.Has(NamedLeads.Whole(type)))
            yield break;

        foreach (var other in names.Own.Mentioning(NamedLeads.Whole(type)).Concat(type.Members))
            yield return other;
    }

    private static SyntaxNode? MemberOf(SyntaxNode function) =>
        function.Ancestors().FirstOrDefault(a => a is VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax } or MemberDeclarationSyntax and not GlobalStatementSyntax or CompilationUnitSyntax);

    private IEnumerable<IMethodSymbol> FunctionsOf(SyntaxNode member, CancellationToken cancellationToken)
    {
        foreach (var method in bodies.RunningIn(member, cancellationToken))
        {
            yield return method;

            var parts = bodies.InitialisersOf(method, cancellationToken);
            if (bodies.Of(method, cancellationToken) is { } body)
                parts = parts.Append(body);

            foreach (var inner in parts.SelectMany(p => p.DescendantsAndSelf()))
            {
                if (inner is IAnonymousFunctionOperation { Symbol: var lambda })
                    yield return lambda;
                else if (inner is ILocalFunctionOperation { Symbol: var local })
                    yield return local;
            }
        }
    }
}
