using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.CodeFixes.Rewriting.Loops;
using PerfAnalyzers.CodeFixes.Rewriting.Queries;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.CodeFixes.Rewriting.Batching;

/// <summary>A navigation that is loaded for each element of a query's answer: included where the query is written, and loaded no more.</summary>
internal static class ExplicitLoadPlan
{
    public static async Task<Planned<Rewrite>> TryAsync(FixRequest request, InvocationExpressionSyntax call, CancellationToken cancellationToken)
    {
        var (document, root, model, _) = request;
        if (NavigationOf(call, model, cancellationToken) is not var (element, navigation))
            return new Refused("it is no load of a navigation of one entity");

        if (ElementLoop.Whole(call, model) is { Value: var loop, Refusal: var noLoop } && loop is null)
            return new Refused(noLoop!);

        if (loop!.Statement is not ForEachStatementSyntax statement || !SymbolEqualityComparer.Default.Equals(element, loop.Element))
            return new Refused("what it is loaded for is not the element of the loop");

        // Under a condition, who reads the navigation may rely on what is not loaded.
        if (Awaiting.Of(call).Whole.Parent is not ExpressionStatementSyntax load || !(load.Parent == statement || load.Parent == statement.Statement))
            return new Refused("the load is not a statement that runs at each turn");

        if (QueryOf(statement.Expression, model, cancellationToken) is not { } query)
            return new Refused("the query that gave the elements is not in sight");

        if (QueryChain.Of(request with { Span = NameOf(query).Span }, navigation, cancellationToken) is { Value: var chain, Refusal: var noChain } && chain is null)
            return new Refused(noChain!);

        if (!SymbolEqualityComparer.Default.Equals(chain!.Entity, loop.ElementType))
            return new Refused("nothing can be included in what the query starts with");

        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var layout = new Layout(text, chain.Start);
        var edits = new Edits();
        edits.Add(document.Id, chain.Add([navigation], [chain.Entity], layout));
        edits.Add(document.Id, UsingDirectives.Missing(model, chain.Start.SpanStart, text, layout.NewLine, chain.Namespace));

        // A loop that did nothing else has nothing left to do, unless going over its elements is what asks for them.
        var isAlone = load.Parent == statement || statement.Statement is BlockSyntax { Statements.Count: 1 };
        if (isAlone && statement.Expression is not IdentifierNameSyntax)
            return new Refused("the loop does nothing but load");

        edits.Add(document.Id, new TextChange(LinesOf(isAlone ? statement : load, isAlone, text), ""));
        var rewrite = edits.ToRewrite($"Include '{navigation}' in the query");
        return await CompilerErrors.AreAddedWithinAsync(document.Project.Solution, rewrite, cancellationToken).ConfigureAwait(false) ? new Refused("the changed code would not compile") : rewrite;
    }

    // db.Entry(order).Collection(o => o.Lines).Load(): the order, and Lines.
    private static (ISymbol Element, string Navigation)? NavigationOf(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken)
    {
        if (model.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol { Name: "Load" or "LoadAsync", ContainingType: { Name: "NavigationEntry" or "CollectionEntry" or "ReferenceEntry" or "DbCollectionEntry" or "DbReferenceEntry" } }
            || call.Expression is not MemberAccessExpressionSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: InvocationExpressionSyntax entry }, ArgumentList.Arguments: [var of] } }
            || entry.ArgumentList.Arguments is not [{ Expression: IdentifierNameSyntax entity }]
            || model.GetSymbolInfo(entity, cancellationToken).Symbol is not { } element)
        {
            return null;
        }

        var navigation = of.Expression is SimpleLambdaExpressionSyntax { Body: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax owner, Name.Identifier.Text: var member }, Parameter.Identifier.Text: var parameter } && owner.Identifier.Text == parameter
            ? member
            : model.GetConstantValue(of.Expression, cancellationToken).Value as string;
        return navigation is null ? null : (element, navigation);
    }

    // The query in the loop's head, or the one that a local was made of which nobody assigns again.
    private static ExpressionSyntax? QueryOf(ExpressionSyntax source, SemanticModel model, CancellationToken cancellationToken)
    {
        if (source is IdentifierNameSyntax name)
        {
            if (model.GetSymbolInfo(name, cancellationToken).Symbol is not ILocalSymbol { DeclaringSyntaxReferences: [var reference] } local
                || reference.GetSyntax(cancellationToken) is not VariableDeclaratorSyntax { Initializer.Value: var value }
                || name.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } member || Assignments.In(member, model).Contains(local))
            {
                return null;
            }

            source = value;
        }

        if (source is AwaitExpressionSyntax awaited)
            source = awaited.Expression;

        // From the last call to what the first is called on.
        while (source is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var inner } } && IsSequenceOrTask(inner, model, cancellationToken))
            source = inner;

        return source is InvocationExpressionSyntax or MemberAccessExpressionSyntax or IdentifierNameSyntax ? source : null;
    }

    private static bool IsSequenceOrTask(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellationToken) =>
        model.GetTypeInfo(expression, cancellationToken).Type is INamedTypeSymbol type
        && (TaskTypes.HasResult(type) || type.AllInterfaces.Prepend(type).Any(i => i is { Name: "IQueryable", TypeArguments.Length: 1 }));

    private static SimpleNameSyntax NameOf(ExpressionSyntax query) => query switch
    {
        InvocationExpressionSyntax call => NameOf(call.Expression),
        MemberAccessExpressionSyntax access => access.Name,
        _ => (SimpleNameSyntax)query,
    };

    // The statement with its comment, and the blank lines behind it unless they divide what comes before from what comes after.
    private static TextSpan LinesOf(StatementSyntax statement, bool isLoop, SourceText text)
    {
        var first = text.Lines.GetLineFromPosition(statement.GetFirstToken().LeadingTrivia.FirstOrDefault(t => t.IsKind(SyntaxKind.SingleLineCommentTrivia)) is { RawKind: not 0 } comment ? comment.SpanStart : statement.SpanStart);
        var last = text.Lines.GetLineFromPosition(statement.Span.End);
        var dividesNothing = isLoop || (first.LineNumber > 0 && text.Lines[first.LineNumber - 1].ToString().Trim() is "{" or "");
        while (dividesNothing && last.LineNumber + 1 < text.Lines.Count && text.Lines[last.LineNumber + 1].ToString().Trim().Length == 0)
            last = text.Lines[last.LineNumber + 1];

        return TextSpan.FromBounds(first.Start, last.EndIncludingLineBreak);
    }
}
