using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Flow.Memory;

namespace PerfAnalyzers.CodeFixes.Rewriting.Queries;

/// <summary>
/// Does a lambda mean the same in SQL as in memory, for every row and on every database? Only a small part of what a provider can translate
/// does: comparisons of whole numbers, keys, flags and texts by equality. Order of texts, fractions, times and time zones, arithmetic, and
/// what follows a reference are databases' own.
/// </summary>
/// <param name="model">The file's.</param>
/// <param name="row">What the row is called.</param>
/// <param name="assigned">What the member assigns.</param>
/// <param name="later">What is named from the query on, where a loop tests its rows, each in its turn; null where one operator tests them all.</param>
internal sealed class SameInSql(SemanticModel model, SyntaxToken row, HashSet<ISymbol> assigned, ILookup<string, IdentifierNameSyntax>? later)
{
    /// <summary>What is refused, in words.</summary>
    public const string Predicate = "the predicate may mean something else in SQL";

    /// <summary>Why it does not; null when it does.</summary>
    public static string? RefusalOf(ExpressionSyntax lambda, SemanticModel model, HashSet<ISymbol> assigned, bool isValue) => RefusalOf(lambda, model, assigned, (question, body) =>
        isValue
            ? question.ColumnOf(body) is { } column && question.IsWhole(column.Type) ? null : "the value is not a column of whole numbers"
            : question.Test(body) ? null : Predicate);

    /// <summary>Why one value may not be among those of a column in SQL when it is in memory, or the other way round; null when it is the same.</summary>
    /// <param name="selector">What is taken of each row.</param>
    /// <param name="value">What is looked for.</param>
    /// <param name="model">The file's.</param>
    /// <param name="assigned">What the member assigns.</param>
    public static string? RefusalOf(ExpressionSyntax selector, ExpressionSyntax value, SemanticModel model, HashSet<ISymbol> assigned) => RefusalOf(selector, model, assigned, (question, body) =>
        question.ColumnOf(body) is { } column && question.IsComparable(column.Type) && question.IsSteady(value) ? null : Predicate);

    private static string? RefusalOf(ExpressionSyntax lambda, SemanticModel model, HashSet<ISymbol> assigned, Func<SameInSql, ExpressionSyntax, string?> refusal) =>
        lambda is SimpleLambdaExpressionSyntax { ExpressionBody: { } body, AsyncKeyword.RawKind: 0, Parameter: var row }
            ? refusal(new(model, row.Identifier, assigned, later: null), body)
            : "the function is not a lambda of one expression";

    /// <summary>The same question about the conditions at the start of a loop.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="model">The file's.</param>
    /// <param name="assigned">What the member assigns.</param>
    /// <param name="later">What the member names from the query on.</param>
    public static SameInSql OfLoop(ForEachStatementSyntax loop, SemanticModel model, HashSet<ISymbol> assigned, IEnumerable<IdentifierNameSyntax> later) =>
        new(model, loop.Identifier, assigned, later.ToLookup(n => n.Identifier.Text));

    /// <summary>Whether a condition means the same.</summary>
    public bool Test(ExpressionSyntax expression)
    {
        switch (expression)
        {
            case ParenthesizedExpressionSyntax parenthesized:
                return Test(parenthesized.Expression);
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not:
                return Test(not.Operand);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression } both:
                return Test(both.Left) && Test(both.Right);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } equality:
                return Compares(equality, IsComparable);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LessThanExpression or (int)SyntaxKind.LessThanOrEqualExpression or (int)SyntaxKind.GreaterThanExpression or (int)SyntaxKind.GreaterThanOrEqualExpression } order:
                // A comparison with null is false in memory, and neither that nor the opposite in SQL.
                return Compares(order, IsWhole) && !IsNullable(order.Left) && !IsNullable(order.Right);
            // A query has no patterns: those of a loop are written in another way.
            case IsPatternExpressionSyntax { Pattern: var pattern } test:
                return later is not null && IsNull(pattern is UnaryPatternSyntax { Pattern: var negated } ? negated : pattern) && ColumnOf(test.Expression) is { Type: var mayBeNull } && CanBeNull(mayBeNull);
            case MemberAccessExpressionSyntax { Name.Identifier.Text: "HasValue" } has when ColumnOf(has.Expression) is { Type.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T }:
                return true;
            case MemberAccessExpressionSyntax flag when ColumnOf(flag) is { Type.SpecialType: SpecialType.System_Boolean }:
                return true;
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "IsNullOrEmpty" } isEmpty, ArgumentList.Arguments: { Count: 1 } texts }:
                return model.GetSymbolInfo(isEmpty).Symbol is IMethodSymbol { ContainingType.SpecialType: SpecialType.System_String } && ColumnOf(texts[0].Expression) is not null;
            // ids.Contains(o.Id)
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "Contains" } contains, ArgumentList.Arguments: { Count: 1 } arguments }:
                return IsSteady(contains.Expression) && !IsUsedBesides(contains.Expression) && model.GetTypeInfo(contains.Expression).Type is IArrayTypeSymbol or INamedTypeSymbol { Name: "List" or "IList" or "IReadOnlyList" or "ICollection" or "IReadOnlyCollection" } &&
                    ColumnOf(arguments[0].Expression) is { } column && IsComparable(column.Type) && column.Type is { OriginalDefinition.SpecialType: not SpecialType.System_Nullable_T, IsValueType: true };
            default:
                return false;
        }
    }

    private bool Compares(BinaryExpressionSyntax test, Func<ITypeSymbol, bool> fits)
    {
        var (left, right) = (ColumnOf(test.Left), ColumnOf(test.Right));
        return (left is not null && fits(left.Type) && (right is not null ? SymbolEqualityComparer.Default.Equals(left.Type, right.Type) : IsSteady(test.Right)))
            || (left is null && right is not null && fits(right.Type) && IsSteady(test.Left));
    }

    // A column of the row itself, as it is stored: what the code changes before it is saved, memory sees and the database does not.
    private IPropertySymbol? ColumnOf(ExpressionSyntax expression) => expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax name } access && name.Identifier.Text == row.Text &&
        model.GetSymbolInfo(access).Symbol is IPropertySymbol { IsStatic: false } property && PerfAnalyzers.Flow.Queries.Translation.IsStored(property) && !assigned.Contains(property)
        ? property
        : null;

    private bool IsWhole(ITypeSymbol type) => type.SpecialType is SpecialType.System_Int16 or SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_Byte;

    private bool IsComparable(ITypeSymbol type)
    {
        var value = type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;
        return IsWhole(value) || value.SpecialType is SpecialType.System_Boolean or SpecialType.System_String || value is { Name: "Guid", ContainingNamespace.Name: "System" } || value.TypeKind is TypeKind.Enum;
    }

    // Has a value, the same before the query as for each row, and cannot fail: a constant, a variable, a field.
    private bool IsSteady(ExpressionSyntax expression) => expression switch
    {
        ParenthesizedExpressionSyntax parenthesized => IsSteady(parenthesized.Expression),
        _ when model.GetConstantValue(expression).HasValue => true,
        IdentifierNameSyntax name => name.Identifier.Text != row.Text && IsVariable(model.GetSymbolInfo(name).Symbol),
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } or MemberAccessExpressionSyntax { Expression: PredefinedTypeSyntax } => IsVariable(model.GetSymbolInfo(expression).Symbol),
        // account.Id: a value that the class keeps, of an object that is there.
        MemberAccessExpressionSyntax access => model.GetSymbolInfo(access).Symbol switch
        {
            IFieldSymbol { IsStatic: true } field => IsVariable(field),
            IPropertySymbol { IsStatic: false } property => Lifetimes.IsAutomatic(property) && !assigned.Contains(property) && IsSteady(access.Expression),
            _ => false,
        },
        _ => false,
    };

    // A loop asks in each turn, and what it calls may have given the field another value.
    private bool IsVariable(ISymbol? symbol) => symbol is ILocalSymbol or IParameterSymbol or IFieldSymbol && !(later is not null && (assigned.Contains(symbol) || symbol is IFieldSymbol { IsReadOnly: false, IsConst: false }));

    // if (done.Contains(order.Id)) continue; ... done.Add(order.Id);
    private bool IsUsedBesides(ExpressionSyntax list) => later is not null && list.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(n => later[n.Identifier.Text].Count() > 1);

    private bool IsNullable(ExpressionSyntax value) => model.GetTypeInfo(value).Type is not { } type || CanBeNull(type);

    private static bool IsNull(PatternSyntax pattern) => pattern is ConstantPatternSyntax { Expression: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression } };

    private static bool CanBeNull(ITypeSymbol type) => type.SpecialType is SpecialType.System_String || type.OriginalDefinition.SpecialType is SpecialType.System_Nullable_T;
}
