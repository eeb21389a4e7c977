using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.CodeFixes.Rewriting.Queries;
using PerfAnalyzers.Model;

namespace PerfAnalyzers.CodeFixes.Rewriting.Batching;

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

    /// <summary>What is taken of a row, by a last <c>Select</c> or by the call itself: <c>p => p.Name</c>.</summary>
    public SimpleLambdaExpressionSyntax? Projection { get; init; }

    /// <summary>What the read gives for each row, or for all of them if it counts: the entity, unless something is taken of it.</summary>
    public required ITypeSymbol Result { get; init; }

    /// <summary>The condition that the call itself takes.</summary>
    public LambdaExpressionSyntax? Predicate { get; init; }

    /// <summary>The comparison with the key; null for <see cref="ReadKind.Find"/>.</summary>
    public BinaryExpressionSyntax? Equality { get; init; }

    /// <summary>The column that is compared; for <see cref="ReadKind.Find"/> the model decides it later.</summary>
    public IPropertySymbol? Column { get; init; }

    /// <summary>A second column that is compared with the element; only a batch for review loads the rows of such pairs.</summary>
    public KeyPart? Second { get; init; }

    /// <summary>What stands for the element's rows in a look-up.</summary>
    public string KeyText => Second is null ? Key.ToString() : $"({Key}, {Second.Key})";

    /// <summary>The cancellation token argument.</summary>
    public ExpressionSyntax? Token { get; init; }

    /// <summary>The argument of <c>ConfigureAwait</c>.</summary>
    public ExpressionSyntax? ConfigureAwait { get; init; }

    /// <summary>Whether a key without rows gives the default of what a batch keeps for a key that has one row or group at most.</summary>
    public bool IsOrDefault => Kind is ReadKind.Find or ReadKind.FirstOrDefault or ReadKind.SingleOrDefault || IsAggregate;

    /// <summary>Whether the database makes one value of all rows of a key.</summary>
    public bool IsAggregate => Kind is ReadKind.Count or ReadKind.LongCount or ReadKind.Sum or ReadKind.Max or ReadKind.Min;

    /// <summary>Whether the rows themselves come, with what their columns hold in memory.</summary>
    public bool IsOfRows => Projection is null && !IsAggregate && Kind != ReadKind.Any;

    /// <summary>Whether the context forgets the rows, so that each read makes objects of its own.</summary>
    public bool IsUntracked => Operators.Any(QueryApis.IsNoTracking);

    /// <summary>Whether one row comes, tracked, and nothing decides on it but its key.</summary>
    public bool IsRowByKey => Kind is ReadKind.Find || (Kind is ReadKind.First or ReadKind.FirstOrDefault or ReadKind.Single or ReadKind.SingleOrDefault && IsOfRows && !IsUntracked && Second is null &&
        ConditionsOf(Operators, Predicate).All(condition => condition.Body == Equality));

    /// <summary>The conditions of the query's operators and of the call.</summary>
    public static IEnumerable<LambdaExpressionSyntax> ConditionsOf(IEnumerable<InvocationExpressionSyntax> operators, LambdaExpressionSyntax? predicate) =>
        operators.Where(QueryApis.IsFilter).Select(filter => filter.ArgumentList.Arguments[0].Expression).Append(predicate).OfType<LambdaExpressionSyntax>();

    /// <summary>What the includes of the query load with the rows.</summary>
    public IEnumerable<ITypeSymbol> Included(Compilation compilation) => Operators.Where(o => compilation.ContainsSyntaxTree(o.SyntaxTree))
        .Select(o => (Include: o, Model: compilation.GetSemanticModel(o.SyntaxTree))).Where(o => QueryApis.IsInclude(o.Include, o.Model))
        .Select(o => o.Model.GetSymbolInfo(o.Include).Symbol is IMethodSymbol { TypeArguments: [.., var loaded] } ? EntityConventions.ElementOf(loaded) ?? loaded : null).OfType<ITypeSymbol>();

    /// <summary>The name that the query gives a row, from the comparison.</summary>
    public string? RowName => (Equality?.FirstAncestorOrSelf<SimpleLambdaExpressionSyntax>())?.Parameter.Identifier.Text;
}
