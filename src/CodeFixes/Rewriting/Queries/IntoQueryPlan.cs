using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.CodeFixes.Rewriting.Queries;

/// <summary>What is done in memory with rows that a query has loaded moves before the call that runs the query.</summary>
internal static class IntoQueryPlan
{
    /// <summary>Of what is done in memory, the query has nothing like it.</summary>
    public static readonly Refused NoOperator = new("the query has no such operator");

    /// <summary>The title where the query has a filter afterwards.</summary>
    public const string LeavesOut = "Let the query leave out the other rows";

    public static async Task<Planned<Rewrite>> TryAsync(FixRequest request, CancellationToken cancellationToken)
    {
        var (document, root, model, _) = request;
        var marked = MarkedOperator(request);
        if (marked is null || InMemoryApis.OperatorFor(marked) is not { } name)
            return marked is not null && InMemoryApis.IsQueryOrRun(marked, model) ? await SkippedRowsPlan.TryAsync(request, marked, cancellationToken).ConfigureAwait(false) : NoOperator;

        if (InMemoryChain.Read(marked, model, cancellationToken) is { Value: var chain, Refusal: var noChain } && chain is null)
            return new Refused(noChain!);

        chain = WithRestOfPage(chain!, name);
        if (RefusalOf(chain, name, model, cancellationToken) is { } refusal)
            return new Refused(refusal);

        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var separator = Layout.Separator((MemberAccessExpressionSyntax)chain.Run.Expression, text);
        if (separator.Trim().Length > 0)
            return new Refused("a comment stands in the query");

        var edits = new Edits();
        var (whole, code) = Code(chain, name, separator);
        edits.Replace(document.Id, whole, code, isPrimary: !chain.IsAsync);
        if (chain.Declaration is { } declaration)
            edits.Add(document.Id, new TextChange(Layout.LinesOf(declaration, text), ""));

        var layout = new Layout(text, whole);
        edits.Add(document.Id, UsingDirectives.Missing(model, whole.SpanStart, text, layout.NewLine, "System.Linq"));
        var rewrite = edits.ToRewrite(InMemoryApis.KeepsRows(name) ? LeavesOut : "Let the database compute it");
        return await IsSoundAsync(rewrite, document, model, cancellationToken).ConfigureAwait(false) ? rewrite : new Refused("what follows needs the rows in memory");
    }

    private static ExpressionSyntax? MarkedOperator(FixRequest request) => request.Root.FindToken(request.Span.Start).Parent?.Parent is MemberAccessExpressionSyntax access
        ? access.Parent is InvocationExpressionSyntax call && call.Expression == access ? call : access
        : null;

    // Skip(20).Take(10): the page is both.
    private static InMemoryChain WithRestOfPage(InMemoryChain chain, string name)
    {
        while (name is "Skip" or "Take" && chain.Whole.Parent is MemberAccessExpressionSyntax { Name.Identifier.Text: "Skip" or "Take", Parent: InvocationExpressionSyntax next })
            chain = chain with { Operators = chain.Operators.Add(next), Whole = next };

        return chain;
    }

    private static string? RefusalOf(InMemoryChain chain, string name, SemanticModel model, CancellationToken cancellationToken)
    {
        var operators = OperatorsOf(chain.Query, model, out _);
        // db.Orders.Select(o => o.Id).ToList().Contains(id): one value among those of a column.
        var selector = InMemoryApis.LooksForValue(name) && !operators.IsEmpty && QueryApis.NameOf(operators[0]) == "Select" && operators[0].ArgumentList.Arguments is { Count: 1 } selected ? selected[0].Expression : null;
        if (InMemoryApis.LooksForValue(name) && selector is null)
            return "the rows are compared as objects";

        if (RefusalOfSource(chain.Query, model, selector is not null) is { } unknown)
            return unknown;

        var member = chain.Whole.FirstAncestorOrSelf<MemberDeclarationSyntax>(m => m is not GlobalStatementSyntax);
        var assigned = member is null ? new(SymbolEqualityComparer.Default) : Assignments.In(member, model);
        foreach (var moved in chain.Operators)
        {
            var isOrder = InMemoryApis.OperatorFor(moved) is null;
            if (ArgumentsOf(moved) is { Count: > 0 } arguments && (arguments.Count > 1 || IsRefused(arguments[0].Expression, isOrder) is not null))
                return arguments.Count > 1 ? "a comparison of memory's own" : IsRefused(arguments[0].Expression, isOrder);
        }

        var isOrdered = operators.Any(o => QueryApis.NameOf(o) is "OrderBy" or "OrderByDescending");
        var last = chain.Operators.LastOrDefault(o => InMemoryApis.OperatorFor(o) is null);
        if (last is not null && !IsByKey(last))
            return "rows that are equal in the order come in another one from the database";

        if (last is not null && isOrdered)
            return "the query has another order already";

        return InMemoryApis.NeedsOrder(name) && !isOrdered && last is null ? "without an order, which rows come first is the database's choice" : null;

        string? IsRefused(ExpressionSyntax argument, bool isOrder)
        {
            if (selector is not null && !isOrder)
                return SameInSql.RefusalOf(selector, argument, model, assigned);

            if (argument is not LambdaExpressionSyntax)
                return model.GetTypeInfo(argument, cancellationToken).Type is { SpecialType: SpecialType.System_Int32 } && InMemoryApis.KeepsRows(name) ? null : "the function is not written here";

            return SameInSql.RefusalOf(argument, model, assigned, isValue: isOrder || InMemoryApis.TakesValue(name));
        }
    }

    /// <summary>Why nobody can tell what the query is made of; null where it is a set of a context, or what somebody calls a query, and operators on that.</summary>
    public static string? RefusalOfSource(ExpressionSyntax query, SemanticModel model, bool isSelected = false) =>
        OperatorsOf(query, model, out var set).Skip(isSelected ? 1 : 0).All(o => QueryApis.IsKept(o, model)) && (QueryApis.EntityOf(set, model) ?? QueryApis.EntityOfSource(set, model)) is not null ? null : "what the query is made of is not in sight";

    // OrderBy(o => o.Id), ThenBy(o => o.Id): no two rows are equal in it.
    private static bool IsByKey(ExpressionSyntax order) => ArgumentsOf(order) is { Count: 1 } arguments && arguments[0].Expression is SimpleLambdaExpressionSyntax { ExpressionBody: MemberAccessExpressionSyntax { Name.Identifier.Text: "Id" } };

    private static SeparatedSyntaxList<ArgumentSyntax>? ArgumentsOf(ExpressionSyntax operation) => (operation as InvocationExpressionSyntax)?.ArgumentList.Arguments;

    private static ImmutableArray<InvocationExpressionSyntax> OperatorsOf(ExpressionSyntax query, SemanticModel model, out ExpressionSyntax set)
    {
        var operators = ImmutableArray.CreateBuilder<InvocationExpressionSyntax>();
        set = query;
        while (set is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: not GenericNameSyntax } access } call && InMemoryApis.IsQuery(access.Expression, model))
        {
            operators.Add(call);
            set = access.Expression;
        }

        return operators.ToImmutable();
    }

    private static (ExpressionSyntax Whole, string Code) Code(InMemoryChain chain, string name, string separator)
    {
        var run = QueryApis.NameOf(chain.Run)!;
        var arguments = chain.Run.ArgumentList.Arguments.ToString();
        var whole = chain.Whole;
        var moved = chain.Operators.Select(o => $"{separator}.{InMemoryApis.OperatorFor(o) ?? InMemoryApis.NameOf(o)}{((o as InvocationExpressionSyntax)?.ArgumentList.ToString() ?? "()")}").ToList();
        if (InMemoryApis.KeepsRows(name))
        {
            // A copy of the copy is not needed any more.
            var isList = InMemoryApis.MakesList(whole);
            if (isList || (whole.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax copy } && InMemoryApis.CopiesRows(copy)))
            {
                var copies = isList ? "ToList" : QueryApis.NameOf((InvocationExpressionSyntax)whole.Parent!.Parent!)!;
                whole = isList ? whole : (ExpressionSyntax)whole.Parent!.Parent!;
                run = chain.IsAsync ? copies + "Async" : copies;
            }
            else if (run.StartsWith("ToArray", StringComparison.Ordinal))
            {
                // An array fits where a sequence does not: as the arguments of a method with params.
                run = chain.IsAsync ? "ToListAsync" : "ToList";
            }

            moved.Add($"{separator}.{run}({arguments})");
        }
        else if (chain.IsAsync)
        {
            var given = (chain.Operators[chain.Operators.Length - 1] as InvocationExpressionSyntax)?.ArgumentList.Arguments.ToString() ?? "";
            moved[moved.Count - 1] = $"{separator}.{name}Async({string.Join(", ", new[] { given, arguments }.Where(a => a.Length > 0))})";
        }

        var code = chain.Query + string.Concat(moved);
        if (!chain.IsAsync)
            return (whole, code);

        var configured = Awaiting.Of(chain.Run).ConfigureAwait;
        return (whole, $"await {code}{(configured is null ? "" : $".ConfigureAwait({configured})")}");
    }

    /// <summary>Whether the document compiles as before: a list where a sequence was can make the rest of the code mean something else (<c>list.Reverse()</c> is not LINQ's).</summary>
    public static async Task<bool> IsSoundAsync(Rewrite rewrite, Document document, SemanticModel before, CancellationToken cancellationToken)
    {
        var changed = (await rewrite.ApplyAsync(document.Project.Solution, cancellationToken).ConfigureAwait(false)).GetDocument(document.Id)!;
        if (await changed.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } after)
            return false;

        var errors = after.GetDiagnostics(cancellationToken: cancellationToken).Count(IsError);
        return errors == 0 || errors <= before.GetDiagnostics(cancellationToken: cancellationToken).Count(IsError);

        static bool IsError(Diagnostic diagnostic) => diagnostic.Severity is DiagnosticSeverity.Error;
    }
}
