using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.CodeFixes.Rewriting;

/// <summary>The collections of a query are loaded with queries of their own: <c>AsSplitQuery()</c> behind its includes.</summary>
internal static class SplitQueryPlan
{
    public static async Task<Planned<Rewrite>> TryAsync(FixRequest request, CancellationToken cancellationToken)
    {
        var (document, _, model, _) = request;
        if (request.Enclosing<InvocationExpressionSyntax>() is not { } include || !QueryApis.IsInclude(include, model))
            return new Refused("the includes stand elsewhere");

        while (include.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next } && QueryApis.IsInclude(next, model))
            include = next;

        // A page of rows that are equal in its order is another page for each of the queries.
        var calls = include.Ancestors().OfType<InvocationExpressionSyntax>().TakeWhile(c => c.Span.Start == include.Span.Start)
            .Concat(include.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().Where(c => c.Span.Start == include.Span.Start)).ToList();
        if (calls.Exists(c => QueryApis.NameOf(c) is "Skip" or "Take") && !calls.Exists(c => QueryApis.NameOf(c) is "OrderBy" or "OrderByDescending"))
            return new Refused("the page has no order, so that each query may take another one");

        if (calls.Exists(c => QueryApis.NameOf(c) is "OrderBy" or "OrderByDescending" or "ThenBy" or "ThenByDescending" && !IsSameTwice(c)))
            return new Refused("the order is another one each time, and the queries would not choose the same rows");

        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var access = (MemberAccessExpressionSyntax)include.Expression;
        var separator = text.ToString(TextSpan.FromBounds(access.Expression.Span.End, access.OperatorToken.SpanStart));
        if (separator.Trim().Length > 0)
            return new Refused("a comment stands in the query");

        var edits = new Edits();
        edits.Add(document.Id, new TextChange(new(include.Span.End, 0), $"{separator}.AsSplitQuery()"));
        edits.Add(document.Id, UsingDirectives.Missing(model, include.SpanStart, text, new Layout(text, include).NewLine, "Microsoft.EntityFrameworkCore"));
        return edits.ToRewrite("Load each collection with a query of its own");
    }

    // OrderBy(o => EF.Functions.Random()), OrderBy(o => Guid.NewGuid()): what is made for each row anew says nothing of the row, or calls chance by its name.
    private static bool IsSameTwice(InvocationExpressionSyntax order) => order.ArgumentList.Arguments is not [{ Expression: SimpleLambdaExpressionSyntax { ExpressionBody: { } key, Parameter.Identifier.Text: var row } }] ||
        (key.DescendantNodesAndSelf().Any(n => n is IdentifierNameSyntax name && name.Identifier.Text == row) &&
            !key.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().Any(c => QueryApis.NameOf(c) is "Random" or "NewGuid" or "Next" or "NextInt64" or "NextDouble"));
}
