using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PerfAnalyzers.Flow;

/// <summary>The operations of a member's body, wherever in the compilation or its project references it is written.</summary>
internal sealed class MemberBodies(Compilation compilation)
{
    // One model per tree for the whole session: binding is what costs, and a model remembers what it has bound.
    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel?> _models = new();

    /// <summary>The compilation the questions are asked in.</summary>
    public Compilation Compilation { get; } = compilation;

    /// <summary>
    /// The body of a method, accessor, constructor, operator, local function or lambda; null when it has none in sight.
    /// The operation's parents lead out to the member that contains it.
    /// </summary>
    public IOperation? Of(IMethodSymbol method, CancellationToken cancellationToken)
    {
        var definition = method.PartialImplementationPart ?? method.OriginalDefinition;
        foreach (var reference in definition.DeclaringSyntaxReferences)
        {
            var model = _models.GetOrAdd(reference.SyntaxTree, ModelOf);
            if (model?.GetOperation(reference.GetSyntax(cancellationToken), cancellationToken) is { } operation)
                return operation;
        }

        return null;
    }

    /// <summary>The operation of an expression, wherever it is written; null when it has none.</summary>
    public IOperation? OperationOf(SyntaxNode syntax, CancellationToken cancellationToken) =>
        _models.GetOrAdd(syntax.SyntaxTree, ModelOf)?.GetOperation(syntax, cancellationToken);

    /// <summary>
    /// The operations that run when <paramref name="body"/> runs: those in lambdas and local functions run when these are called.
    /// Iterative, because generated code nests deeper than a stack.
    /// </summary>
    public static IEnumerable<IOperation> Operations(IOperation body)
    {
        var pending = new Stack<IOperation>();
        pending.Push(body);
        while (pending.Count > 0)
        {
            var current = pending.Pop();
            yield return current;

            if (current is IAnonymousFunctionOperation or ILocalFunctionOperation && current != body)
                continue;

            foreach (var child in current.ChildOperations.Reverse())
                pending.Push(child);
        }
    }

    private SemanticModel? ModelOf(SyntaxTree tree)
    {
        var owner = Compilation.ContainsSyntaxTree(tree) ? Compilation : ReferencedOwner(tree);
#pragma warning disable RS1030 // Questions cross members and files; the analysis context has the model of one.
        return owner?.GetSemanticModel(tree);
#pragma warning restore RS1030
    }

    // In an editor, a project reference is a compilation and its bodies can be read; on the command line it is an image and has none.
    private Compilation? ReferencedOwner(SyntaxTree tree)
    {
        var seen = new HashSet<Compilation>();
        var pending = new Queue<Compilation>();
        pending.Enqueue(Compilation);
        while (pending.Count > 0)
        {
            foreach (var reference in pending.Dequeue().References.OfType<CompilationReference>())
            {
                if (reference.Compilation.ContainsSyntaxTree(tree))
                    return reference.Compilation;

                if (seen.Add(reference.Compilation))
                    pending.Enqueue(reference.Compilation);
            }
        }

        return null;
    }
}
