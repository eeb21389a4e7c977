using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Rewriting;

/// <summary>
/// A query for the rows of one key: <c>db.Products.FindAsync(id)</c>, <c>db.Orders.Include(o => o.Lines).Single(o => o.Id == id)</c>,
/// <c>db.OrderLines.Where(l => l.OrderId == id).ToListAsync(ct)</c>.
/// </summary>
internal sealed record KeyedRead
{
    /// <summary>The call that runs the query.</summary>
    public required InvocationExpressionSyntax Call { get; init; }

    /// <summary>The call with the await around it: what stands for the rows.</summary>
    public required ExpressionSyntax Whole { get; init; }

    public required ReadKind Kind { get; init; }

    public required bool IsAsync { get; init; }

    /// <summary>The set at the root, as text: <c>db.Products</c>.</summary>
    public required string Set { get; init; }

    public required INamedTypeSymbol Entity { get; init; }

    /// <summary>The context's type, whose model says what the entity's key is.</summary>
    public required ITypeSymbol Context { get; init; }

    /// <summary>What the rows are read for: <c>order.Id</c>.</summary>
    public required ExpressionSyntax Key { get; init; }

    /// <summary>The query operators between the set and the call, in order.</summary>
    public ImmutableArray<InvocationExpressionSyntax> Operators { get; init; } = [];

    /// <summary>The condition that the call itself takes.</summary>
    public LambdaExpressionSyntax? Predicate { get; init; }

    /// <summary>The comparison with the key; null for <see cref="ReadKind.Find"/>.</summary>
    public BinaryExpressionSyntax? Equality { get; init; }

    /// <summary>The column that is compared; for <see cref="ReadKind.Find"/> the model decides it later.</summary>
    public IPropertySymbol? Column { get; init; }

    /// <summary>The cancellation token argument.</summary>
    public ExpressionSyntax? Token { get; init; }

    /// <summary>The argument of <c>ConfigureAwait</c>.</summary>
    public ExpressionSyntax? ConfigureAwait { get; init; }

    public bool IsMany => Kind is ReadKind.List or ReadKind.Array;

    public bool IsOrDefault => Kind is ReadKind.Find or ReadKind.FirstOrDefault or ReadKind.SingleOrDefault;

    /// <summary>The name that the query gives a row, from the comparison.</summary>
    public string? RowName => (Equality?.FirstAncestorOrSelf<SimpleLambdaExpressionSyntax>())?.Parameter.Identifier.Text;
}
