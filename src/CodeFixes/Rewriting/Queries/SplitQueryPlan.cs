using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.CodeFixes.Rewriting.Queries;

/// <summary>The collections of a query are loaded with queries of their own: <c>AsSplitQuery()</c> behind its includes, before its projection, or before the call that reads it.</summary>
internal static class SplitQueryPlan
{
    public static async Task<Planned<Rewrite>> TryAsync(FixRequest request, CancellationToken cancellationToken)
    {
        var (document, _, model, _) = request;
        if (SourceOf(request) is not { } source)
            return new Refused("the collections are chosen elsewhere");

        // A page of rows that are equal in its order is another page for each of the queries.
        var calls = CallsOn(source).Concat(source.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().Where(c => c.Span.Start == source.Span.Start)).ToList();
        if (calls.Exists(c => QueryApis.NameOf(c) is "Skip" or "Take") && !calls.Exists(c => QueryApis.NameOf(c) is "OrderBy" or "OrderByDescending"))
            return new Refused("the page has no order, so that each query may take another one");

        if (calls.Exists(c => QueryApis.NameOf(c) is "OrderBy" or "OrderByDescending" or "ThenBy" or "ThenByDescending" && !IsSameTwice(c)))
            return new Refused("the order is another one each time, and the queries would not choose the same rows");

        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var separator = Line(source, text);
        if (separator.Trim().Length > 0)
            return new Refused("a comment stands in the query");

        var edits = new Edits();
        edits.Add(document.Id, new TextChange(new(source.Span.End, 0), $"{separator}.AsSplitQuery()"));
        edits.Add(document.Id, UsingDirectives.Missing(model, source.SpanStart, text, new Layout(text, source).NewLine, "Microsoft.EntityFrameworkCore"));
        return edits.ToRewrite("Load each collection with a query of its own");
    }

    // What is split: the includes in a row, what a projection selects from, or what is read.
    private static ExpressionSyntax? SourceOf(FixRequest request)
    {
        var model = request.Model;
        if (request.Enclosing<InvocationExpressionSyntax>() is { } include && QueryApis.IsInclude(include, model))
        {
            while (include.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next } && QueryApis.IsInclude(next, model))
                include = next;

            return include;
        }

        // db.Orders.WithAll().ToList(): somebody else chooses them, and here they are read.
        if (request.Root.FindToken(request.Span.Start).Parent is SimpleNameSyntax { Parent: MemberAccessExpressionSyntax { Expression: var read, Parent: InvocationExpressionSyntax run } } && InMemoryApis.IsQuery(read, model) && !InMemoryApis.IsQuery(run, model))
            return read;

        var around = request.Enclosing<ExpressionSyntax>()?.AncestorsAndSelf().FirstOrDefault(n => n is QueryExpressionSyntax || (n is InvocationExpressionSyntax call && QueryApis.IsProjection(call, model)));
        return around switch
        {
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Expression,
            QueryExpressionSyntax { FromClause.Expression: InvocationExpressionSyntax or MemberAccessExpressionSyntax or IdentifierNameSyntax } query => query.FromClause.Expression,
            _ => null,
        };
    }

    // The operators behind it, those behind a query expression that begins with it among them.
    private static IEnumerable<InvocationExpressionSyntax> CallsOn(ExpressionSyntax source)
    {
        for (SyntaxNode? current = source; current is not null; current = current.Parent)
        {
            if (current is InvocationExpressionSyntax call && call != source)
                yield return call;

            if (current.Parent is not (MemberAccessExpressionSyntax or InvocationExpressionSyntax or ParenthesizedExpressionSyntax or FromClauseSyntax or QueryExpressionSyntax))
                yield break;
        }
    }

    // Where the operators of the query stand: each on a line of its own, or in one.
    private static string Line(ExpressionSyntax source, SourceText text) =>
        ((source as InvocationExpressionSyntax)?.Expression ?? source.Parent) is MemberAccessExpressionSyntax access ? Layout.Separator(access, text) : "";

    // OrderBy(o => EF.Functions.Random()), OrderBy(o => Guid.NewGuid()): what is made for each row anew says nothing of the row, or calls chance by its name.
    private static bool IsSameTwice(InvocationExpressionSyntax order) => order.ArgumentList.Arguments is not [{ Expression: SimpleLambdaExpressionSyntax { ExpressionBody: { } key, Parameter.Identifier.Text: var row } }] ||
        (key.DescendantNodesAndSelf().Any(n => n is IdentifierNameSyntax name && name.Identifier.Text == row) &&
            !key.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().Any(c => QueryApis.NameOf(c) is "Random" or "NewGuid" or "Next" or "NextInt64" or "NextDouble"));
}
