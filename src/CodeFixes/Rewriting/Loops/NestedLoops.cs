using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Rewriting.Loops;

/// <summary>
/// A loop over a part of another loop's element, taken with it for one loop: <c>foreach (var order in orders) foreach (var line in order.Lines)</c> goes over
/// <c>orders.SelectMany(order => order.Lines)</c>, as long as no turn changes what a later one goes over.
/// </summary>
internal static class NestedLoops
{
    /// <summary>For loops that cannot be taken for one.</summary>
    public static readonly Refused Refused = new("the loop is itself in a loop");

    /// <param name="inner">The loop.</param>
    /// <param name="around">The one around it.</param>
    /// <param name="read">What is read in it.</param>
    /// <param name="model">Their semantics.</param>
    /// <param name="isReviewed">Whether more may be read than the loops come to.</param>
    public static Planned<ElementLoop> Of(ElementLoop inner, StatementSyntax around, ExpressionSyntax read, SemanticModel model, bool isReviewed)
    {
        if (inner is not { Turn: StatementSyntax, Indexed: null } || ElementLoop.Of(around, model) is not { Indexed: null } whole || ElementLoop.LoopOf(around) is not null)
            return Refused;

        if (whole.Before(inner.Statement, isReviewed) is { Value: var outer, Refusal: var noOuter } && outer is null)
            return new Refused(noOuter!);

        // The values of a turn are now those of both loops.
        var both = inner with { Values = new EarlyValue(outer!.Scope, around, inner.Element), Scope = outer.Scope };
        if (both.Before(read, isReviewed) is { Value: var loop, Refusal: var noInner } && loop is null)
            return new Refused(noInner!);

        var parts = new EarlyValue(outer.Scope, around, outer.Element);
        if (!IsOfElement(inner.Source, outer) || parts.TextOf(inner.Source) is not { } part || model.GetTypeInfo(inner.Source) is not { Type: { } type, Nullability.FlowState: not NullableFlowState.MaybeNull } ||
            !SymbolEqualityComparer.Default.Equals(LoopSource.ElementOf(type), inner.ElementType))
        {
            return Refused;
        }

        var goneThrough = new[] { model.GetSymbolInfo(outer.Source).Symbol, model.GetSymbolInfo(inner.Source).Symbol }.OfType<ISymbol>().Concat(parts.Members);
        if (goneThrough.FirstOrDefault(s => IsUsed(s, inner.Source, outer)) is { } used)
            return new Refused($"'{used.Name}' may change in the loop");

        if (!isReviewed && outer.IsGivenAway(outer.Element, inner.Statement.SpanStart, null))
            return new Refused("other code gets the element of the outer loop before the inner one starts");

        return loop! with
        {
            Statement = around,
            Source = outer.Source,
            Body = outer.Body,
            Turn = outer.Turn,
            Outer = outer,
            Flattening = $"{outer.Filtering}.SelectMany({outer.Variable} => {part})",
            EndsEarly = inner.EndsEarly || outer.EndsEarly,
            ReadsMore = loop.ReadsMore || outer.ReadsMore,
        };
    }

    // order.Lines, also by another name: what is the same for all turns needs no second loop.
    private static bool IsOfElement(ExpressionSyntax source, ElementLoop outer) => source.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name =>
        outer.Scope.Model.GetSymbolInfo(name).Symbol is ILocalSymbol local && (SymbolEqualityComparer.Default.Equals(local, outer.Element) || ReadScope.IsDeclaredIn(local, outer.Body)));

    // A collection that somebody else gets may not be the same when the loop comes to it; how many it has may be asked. A for takes its element out of its list itself,
    // and a local may be another name for what the inner loop goes over.
    private static bool IsUsed(ISymbol symbol, ExpressionSyntax source, ElementLoop outer)
    {
        var own = (source as IdentifierNameSyntax)?.Identifier.Text;
        return outer.Body.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.Text == symbol.Name && !source.Span.Contains(name.Span) && SymbolEqualityComparer.Default.Equals(outer.Scope.Model.GetSymbolInfo(name).Symbol, symbol))
            .Any(name => !(name.FirstAncestorOrSelf<VariableDeclaratorSyntax>() is { Identifier.Text: var declared } && (declared == outer.Element.Name || declared == own)) &&
                (name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : (ExpressionSyntax)name).Parent is not MemberAccessExpressionSyntax { Name.Identifier.Text: "Count" or "Length" });
    }
}
