using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace PerfAnalyzers.CodeFixes.Rewriting.Waits;

/// <summary>
/// Makes a synchronous method async, and with it everybody who calls it, up to handlers and to functions that are async already: return
/// types, interfaces and their implementations, overrides, and an <c>await</c> at each call. All of it or nothing.
/// </summary>
internal sealed class AsyncChain
{
    /// <summary>Functions that one action changes; who changes more should look at each.</summary>
    private const int MaxFunctions = 40;

    private readonly Solution _solution;
    private readonly Dictionary<DocumentId, AwaitEdits> _edits = [];
    private readonly Queue<AsyncFunction> _pending = new();
    private readonly HashSet<SyntaxNode> _seen = [];
    private readonly TokenFlow _tokens = new();
    private readonly ChainBoundary _boundary;
    private readonly bool _wraps;

    private AsyncChain(Solution solution, WaitExpression wait) => (_solution, _boundary, _wraps) = (solution, new(solution), wait.Wraps);

    /// <summary>The chain from the function around a wait, with the token of those who call where that compiles.</summary>
    public static Task<Planned<Rewrite>> TryAsync(FixRequest request, AsyncFunction first, WaitExpression wait, CancellationToken cancellationToken) =>
        TryAsync(request, first, wait, wait.Token is null ? wait.TokenPlace : null, cancellationToken);

    private static async Task<Planned<Rewrite>> TryAsync(FixRequest request, AsyncFunction first, WaitExpression wait, TokenPlace? end, CancellationToken cancellationToken)
    {
        var chain = new AsyncChain(request.Document.Project.Solution, wait);
        var edits = await chain.EditsOfAsync(first.Node, cancellationToken).ConfigureAwait(false);
        AwaitPlan.Await(wait, edits);
        if (end is { } place)
            chain._tokens.End(wait.Whole, first, place, edits);

        chain.Add(first);
        var count = 0;
        while (chain._pending.Count > 0)
        {
            if (++count > MaxFunctions)
                return new Refused($"more than {MaxFunctions} functions would change");

            if (await chain.ConvertAsync(chain._pending.Dequeue(), cancellationToken).ConfigureAwait(false) is { } refusal)
                return new Refused(refusal);
        }

        var passesToken = chain._tokens.Write(node => chain._edits[chain._solution.GetDocument(node.SyntaxTree)!.Id]);
        var all = new Edits();
        foreach (var document in chain._edits)
            all.Add(document.Key, await document.Value.ToChangesAsync(chain._solution.GetDocument(document.Key)!, cancellationToken).ConfigureAwait(false));

        var rewrite = all.ToRewrite((chain._seen.Count == 1 ? $"Make {first.Title} async and await it" : $"Make {first.Title} and its callers async, {chain._seen.Count} functions in all") + chain.Warning);
        if (!await CompilerErrors.AreAddedAsync(request.Document.Project.Solution, rewrite, cancellationToken).ConfigureAwait(false))
            return rewrite;

        return passesToken ? await TryAsync(request, first, wait, end: null, cancellationToken).ConfigureAwait(false) : new Refused("the changed code would not compile");
    }

    // Whoever else refers to a library has to change with it.
    private string Warning => _boundary.Changed.Count == 0 ? "" : $"; changes public members of {string.Join(", ", _boundary.Changed.Select(name => $"'{name}'"))}";

    private void Add(AsyncFunction function)
    {
        if (_seen.Add(function.Node))
            _pending.Enqueue(function);
    }

    private async Task<string?> ConvertAsync(AsyncFunction function, CancellationToken cancellationToken)
    {
        if (function.Node is AnonymousFunctionExpressionSyntax lambda)
        {
            if (!IsMapped(lambda, function.Model, cancellationToken) && !function.ReturnsTask)
                return "the lambda is given as a delegate that is not asynchronous";

            if (function.ReturnsRefusal(cancellationToken) is { } keeps)
                return keeps;

            function.MakeAsync(await EditsOfAsync(function.Node, cancellationToken).ConfigureAwait(false));
            return null;
        }

        if (function.ReturnsTask)
        {
            if (function.ReturnsRefusal(cancellationToken) is { } keeps)
                return keeps;

            function.MakeAsync(await EditsOfAsync(function.Node, cancellationToken).ConfigureAwait(false));
            return null;
        }

        var family = await FamilyAsync(function.Symbol, cancellationToken).ConfigureAwait(false);
        foreach (var member in family)
        {
            if (await _boundary.OfAsync(member, cancellationToken).ConfigureAwait(false) is { } boundary)
                return boundary;

            if (await DeclareAsync(member, cancellationToken).ConfigureAwait(false) is { } refusal)
                return refusal;
        }

        // Of an interface, or with overrides, it looks as others want it.
        var taker = family is [var only] && _boundary.MayTakeParameter(only) ? function.Node : null;
        if (taker is not null)
            _tokens.MayTake(function);

        foreach (var member in family)
        {
            foreach (var reference in (await SymbolFinder.FindReferencesAsync(member, _solution, cancellationToken).ConfigureAwait(false)).SelectMany(r => r.Locations))
            {
                if (reference.IsImplicit || reference.Document.SupportsSemanticModel is false)
                    continue;

                if (reference.Document is SourceGeneratedDocument)
                    return $"'{member.Name}': a page, or what else is generated, uses it";

                if (await AwaitCallAsync(reference, taker, cancellationToken).ConfigureAwait(false) is { } refusal)
                    return $"'{member.Name}': {refusal}";
            }
        }

        return null;
    }

    // A handler that is mapped as a delegate of any type may be async; any other delegate would change its type.
    private static bool IsMapped(ExpressionSyntax handler, SemanticModel model, CancellationToken cancellationToken) =>
        handler.Parent is ArgumentSyntax && model.GetTypeInfo(handler, cancellationToken).ConvertedType is { SpecialType: SpecialType.System_Delegate };

    private static bool IsNamed(ExpressionSyntax method) => method.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "nameof" } } };

    // The method, what it implements or overrides, and whatever else does the same.
    private async Task<List<IMethodSymbol>> FamilyAsync(IMethodSymbol method, CancellationToken cancellationToken)
    {
        var family = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        var pending = new Stack<IMethodSymbol>();
        pending.Push(method.OriginalDefinition);
        while (pending.Count > 0)
        {
            var member = pending.Pop();
            if (!family.Add(member))
                continue;

            if (member.OverriddenMethod is { } overridden)
                pending.Push(overridden.OriginalDefinition);

            foreach (var implemented in member.ContainingType.AllInterfaces.SelectMany(i => i.GetMembers().OfType<IMethodSymbol>())
                .Where(m => SymbolEqualityComparer.Default.Equals(member.ContainingType.FindImplementationForInterfaceMember(m), member)))
            {
                pending.Push(implemented.OriginalDefinition);
            }

            foreach (var other in (await SymbolFinder.FindImplementationsAsync(member, _solution, cancellationToken: cancellationToken).ConfigureAwait(false))
                .Concat(await SymbolFinder.FindOverridesAsync(member, _solution, cancellationToken: cancellationToken).ConfigureAwait(false)).OfType<IMethodSymbol>())
            {
                pending.Push(other.OriginalDefinition);
            }
        }

        return [.. family];
    }

    private async Task<string?> DeclareAsync(IMethodSymbol member, CancellationToken cancellationToken)
    {
        var node = await member.DeclaringSyntaxReferences[0].GetSyntaxAsync(cancellationToken).ConfigureAwait(false);
        if (_solution.GetDocument(node.SyntaxTree) is not { } document || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model)
            return $"'{member.Name}' is in no document";

        var function = new AsyncFunction(node, member, model);
        if (function.ReturnType is not { } type || type is RefTypeSyntax)
            return $"'{member.Name}' cannot return a task";

        _seen.Add(node);
        var edits = await EditsOfAsync(node, cancellationToken).ConfigureAwait(false);
        edits.Need("System.Threading.Tasks", node.SpanStart);
        if (node is MethodDeclarationSyntax { Body: null, ExpressionBody: null })
            edits.Change(type.Span, AsyncFunction.TaskOf(type));
        else
            function.MakeAsync(edits);

        return null;
    }

    private async Task<string?> AwaitCallAsync(ReferenceLocation reference, SyntaxNode? taker, CancellationToken cancellationToken)
    {
        var root = (await reference.Document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        var model = (await reference.Document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        if (root.FindNode(reference.Location.SourceSpan, findInsideTrivia: true, getInnermostNodeForTie: true) is not SimpleNameSyntax name || name.IsPartOfStructuredTrivia())
            return null;

        ExpressionSyntax called = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        if (called.Parent is not InvocationExpressionSyntax call || call.Expression != called)
            return IsNamed(called) || IsMapped(called, model, cancellationToken) ? null : "it is passed on as a delegate, or called with '?.'";

        if (AsyncFunction.Around(call, model, cancellationToken) is not { } caller)
            return "an initial value or top-level statement calls it";

        if (caller.Refusal(call, _wraps, cancellationToken) is { } refusal)
            return refusal;

        var edits = await EditsOfAsync(root, cancellationToken).ConfigureAwait(false);
        edits.Await(call, call);
        if (taker is not null)
            _tokens.Called(call, taker, caller, edits);

        if (!caller.IsAsync)
            Add(caller);

        return null;
    }

    private async Task<AwaitEdits> EditsOfAsync(SyntaxNode node, CancellationToken cancellationToken)
    {
        var document = _solution.GetDocument(node.SyntaxTree)!;
        if (!_edits.TryGetValue(document.Id, out var edits))
            _edits.Add(document.Id, edits = new(AwaitPlan.ConfigureAwaitOf(await node.SyntaxTree.GetRootAsync(cancellationToken).ConfigureAwait(false))));

        return edits;
    }
}
