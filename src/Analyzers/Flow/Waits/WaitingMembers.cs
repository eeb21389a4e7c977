using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Waits;

/// <summary>Which members of the program wait for a task when they are called: <c>Load() => LoadAsync().Result</c>, <c>Run(work) => work().Wait()</c>.</summary>
internal sealed class WaitingMembers(ApiIndex apis, MemberBodies bodies, Dispatch dispatch, CompletedTasks completed)
{
    // What a file declares, it declares for every compilation that it is in.
    private static readonly ConditionalWeakTable<SyntaxTree, ImmutableHashSet<string>> s_namesByTree = new();

    private readonly ConcurrentDictionary<IMethodSymbol, TaskWait?> _waits = new(SymbolEqualityComparer.Default);
    private ImmutableHashSet<string>? _names;

    /// <summary>Whether a call of something with this name may wait: the look that spares all others.</summary>
    public bool MayWait(string name) => (_names ??= [.. bodies.Compilation.SyntaxTrees.SelectMany(t => s_namesByTree.GetValue(t, NamesIn))]).Contains(name);

    /// <summary>The task that every body waits for that a call may run; null when one of them waits for none.</summary>
    public TaskWait? Of(IInvocationOperation call, CancellationToken cancellationToken)
    {
        TaskWait? first = null;
        foreach (var target in dispatch.Targets(call))
        {
            if (WaitIn(target.OriginalDefinition, cancellationToken) is not { } wait)
                return null;

            first ??= wait;
        }

        return first;
    }

    private TaskWait? WaitIn(IMethodSymbol method, CancellationToken cancellationToken) =>
        _waits.TryGetValue(method, out var known) ? known : _waits.GetOrAdd(method, Find(method, cancellationToken));

    private TaskWait? Find(IMethodSymbol method, CancellationToken cancellationToken)
    {
        if (method.IsAsync || TaskTypes.IsTask(method.ReturnType) || !MayWait(method.Name) || bodies.Of(method, cancellationToken) is not { } body || MemberBodies.IsGiant(body))
            return null;

        foreach (var operation in MemberBodies.Operations(body))
        {
            if (operation is IInvocationOperation or IPropertyReferenceOperation && TaskWait.Of(operation, apis) is { } wait &&
                !(wait.Task is { } task && completed.IsCompleted(task, cancellationToken)))
            {
                return wait;
            }
        }

        return null;
    }

    private ImmutableHashSet<string> NamesIn(SyntaxTree tree)
    {
        var names = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var access in tree.GetRoot().DescendantNodes().OfType<MemberAccessExpressionSyntax>())
        {
            if (!apis.WaitNames.Contains(access.Name.Identifier.ValueText))
                continue;

            var (modifiers, name) = access.FirstAncestorOrSelf<SyntaxNode>(n => n is LocalFunctionStatementSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax) switch
            {
                LocalFunctionStatementSyntax local => (local.Modifiers, local.Identifier.ValueText),
                MethodDeclarationSyntax method => (method.Modifiers, method.Identifier.ValueText),
                _ => default,
            };
            if (name is not null && !modifiers.Any(SyntaxKind.AsyncKeyword))
                names.Add(name);
        }

        return names.ToImmutable();
    }
}
