using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace PerfAnalyzers.CodeFixes.Rewriting.Loops;

/// <summary>
/// Spells a value of a loop body in terms of the element alone, so that it can be evaluated for all elements before the loop runs.
/// Gives null for anything that could throw, change or have an effect there.
/// </summary>
/// <param name="scope">What changes from turn to turn.</param>
/// <param name="loop">The loop.</param>
/// <param name="element">Its element, or the index of <paramref name="indexed"/>.</param>
/// <param name="indexed">A loop that takes its elements out of a list where it needs them.</param>
internal sealed class EarlyValue(ReadScope scope, SyntaxNode loop, ISymbol element, IndexedLoop? indexed = null)
{
    /// <summary>Locals that a value is spelled through: what is spelled twice in each of a few dozen would be longer than any program.</summary>
    private const int MaxLocals = 200;

    private readonly SemanticModel _model = scope.Model;

    // Those that are being spelled: in code that does not compile yet, one may be made of itself.
    private readonly HashSet<ILocalSymbol> _open = new(SymbolEqualityComparer.Default);
    private int _locals;

    /// <summary>Members of the element that the value is made of: nothing may change them before the read.</summary>
    public List<ISymbol> Members { get; } = [];

    public string? TextOf(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax or ThisExpressionSyntax or PredefinedTypeSyntax => expression.ToString(),
        ParenthesizedExpressionSyntax inner => TextOf(inner.Expression) is { } text ? $"({text})" : null,
        IdentifierNameSyntax name => TextOfName(name),
        MemberAccessExpressionSyntax member => TextOfMember(member),
        // orders[i], and a loop that takes each into a local has that for it.
        ElementAccessExpressionSyntax when IsElement(expression) => indexed!.Variable,
        CastExpressionSyntax cast when _model.GetOperation(cast) is { } => TextOf(cast.Expression) is { } text && IsHarmless(cast) ? $"({cast.Type}){text}" : null,
        BinaryExpressionSyntax binary when IsComparison(binary) || IsHarmless(binary) => Join(TextOf(binary.Left), $" {binary.OperatorToken.Text} ", TextOf(binary.Right)),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not => TextOf(not.Operand) is { } text ? "!" + text : null,
        IsPatternExpressionSyntax test => TextOfTest(test),
        InterpolatedStringExpressionSyntax text => TextOfParts(text),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var receiver, Name: var name } } call when IsPlainText(call) =>
            TextOf(receiver) is { } text && NullCheck(receiver) is { } check ? $"{text}{check}.{name}()" : null,
        InvocationExpressionSyntax call when IsEmptyTest(call) => TextOf(call.ArgumentList.Arguments[0].Expression) is { } text ? $"{call.Expression}({text})" : null,
        _ => null,
    };

    /// <summary>The opposite of a condition.</summary>
    public string? Negated(ExpressionSyntax condition) => condition switch
    {
        ParenthesizedExpressionSyntax inner => Negated(inner.Expression),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not => TextOf(Unparenthesized(not.Operand)),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression } equal => Join(TextOf(equal.Left), " != ", TextOf(equal.Right)),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression } different => Join(TextOf(different.Left), " == ", TextOf(different.Right)),
        IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax { Expression: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression } } } test =>
            Join(TextOf(test.Expression), " != ", "null"),
        MemberAccessExpressionSyntax or IdentifierNameSyntax or InvocationExpressionSyntax => TextOf(condition) is { } text ? "!" + text : null,
        _ => TextOf(condition) is { } text ? $"!({text})" : null,
    };

    private string? TextOfName(IdentifierNameSyntax name)
    {
        var symbol = _model.GetSymbolInfo(name).Symbol;

        if (SymbolEqualityComparer.Default.Equals(symbol, element))
            return indexed is null ? name.Identifier.Text : null;

        return symbol switch
        {
            ILocalSymbol local when IsInLoop(local) => scope.IsAssigned(local) || TextOfLocal(local) is not { } text ? null : name.Parent is ExpressionSyntax and not ParenthesizedExpressionSyntax && text.Contains(' ') ? $"({text})" : text,
            ILocalSymbol or IParameterSymbol when !IsInLoop(symbol) => scope.IsAssigned(symbol) ? null : name.Identifier.Text,
            IFieldSymbol { IsStatic: false } or IFieldSymbol { IsReadOnly: true } or IFieldSymbol { IsConst: true } => scope.IsAssigned(symbol) ? null : name.Identifier.Text,
            INamedTypeSymbol => name.Identifier.Text,
            _ => null,
        };
    }

    private bool IsElement(ExpressionSyntax expression) => expression is ElementAccessExpressionSyntax { Expression: IdentifierNameSyntax list }
        ? indexed?.List is { } from && SymbolEqualityComparer.Default.Equals(_model.GetSymbolInfo(list).Symbol, from)
        : SymbolEqualityComparer.Default.Equals(_model.GetSymbolInfo(expression).Symbol, element);

    private string? TextOfLocal(ILocalSymbol local)
    {
        if (++_locals > MaxLocals || !_open.Add(local))
            return null;

        var text = TextOfDefinition(local);
        _open.Remove(local);
        return text;
    }

    // var id = line.ProductId; ... Find(id): the value is what the local was made from.
    private string? TextOfDefinition(ILocalSymbol local) => local.DeclaringSyntaxReferences[0].GetSyntax() switch
    {
        VariableDeclaratorSyntax { Initializer.Value: { } value } when !local.IsRef && SymbolEqualityComparer.Default.Equals(_model.GetTypeInfo(value).Type, local.Type) => TextOf(value),
        SingleVariableDesignationSyntax { Parent: RecursivePatternSyntax { Type: null, PositionalPatternClause: null, PropertyPatternClause: null or { Subpatterns.Count: 0 }, Parent: IsPatternExpressionSyntax test } } => Unwrapped(test.Expression),
        SingleVariableDesignationSyntax { Parent: DeclarationPatternSyntax { Parent: IsPatternExpressionSyntax test } } when IsSameOrUnwrapped(test.Expression, local.Type) => Unwrapped(test.Expression),
        _ => null,
    };

    private bool IsSameOrUnwrapped(ExpressionSyntax value, ITypeSymbol type) =>
        _model.GetTypeInfo(value).Type is { } tested && SymbolEqualityComparer.Default.Equals(Nullability.Underlying(tested), type);

    // x is { } id: where the test holds, the value is there.
    private string? Unwrapped(ExpressionSyntax value) => TextOf(value) is not { } text ? null
        : Nullability.IsNullableValue(_model.GetTypeInfo(value).Type) ? text + "!.Value" : text + "!";

    private string? TextOfTest(IsPatternExpressionSyntax test) => test.Pattern switch
    {
        ConstantPatternSyntax { Expression: LiteralExpressionSyntax } or UnaryPatternSyntax { Pattern: ConstantPatternSyntax { Expression: LiteralExpressionSyntax } } => LinqTest(test),
        RecursivePatternSyntax { Type: null, PositionalPatternClause: null, PropertyPatternClause: null or { Subpatterns.Count: 0 } } => Join(TextOf(test.Expression), " != ", "null"),
        DeclarationPatternSyntax { Designation: SingleVariableDesignationSyntax } declaration when _model.GetTypeInfo(declaration.Type).Type is { } type
            && IsSameOrUnwrapped(test.Expression, type) => Join(TextOf(test.Expression), " != ", "null"),
        _ => null,
    };

    private string? LinqTest(IsPatternExpressionSyntax test) => TextOf(test.Expression) is { } text ? $"{text} is {test.Pattern}" : null;

    private string? TextOfMember(MemberAccessExpressionSyntax member)
    {
        var symbol = _model.GetSymbolInfo(member).Symbol;

        if (symbol is IFieldSymbol { IsConst: true } or IFieldSymbol { IsStatic: true, IsReadOnly: true } or INamedTypeSymbol)
            return member.ToString();

        if (symbol is not (IPropertySymbol { IsStatic: false } or IFieldSymbol { IsStatic: false }) || scope.IsAssigned(symbol) || !IsPlain(symbol))
            return null;

        Members.Add(symbol);
        return TextOf(member.Expression) is { } receiver && NullCheck(member.Expression) is { } check ? $"{receiver}{check}.{member.Name}" : null;
    }

    // Empty when the receiver cannot be null, "!" when the code around the read has made sure of it; null when evaluating it early
    // could throw where the loop would not have come.
    private string? NullCheck(ExpressionSyntax receiver)
    {
        var type = _model.GetTypeInfo(receiver);

        if (type.Type is null || IsElement(receiver) || receiver is ThisExpressionSyntax)
            return "";

        if (type.Type.IsValueType && !Nullability.IsNullableValue(type.Type))
            return "";

        if (type.Nullability.FlowState != NullableFlowState.NotNull)
            return null;

        return Nullability.MayBeNull(_model.GetSymbolInfo(receiver).Symbol) ? "!" : "";
    }

    // A getter with a body may do anything. One in a compiled assembly is taken at its word: guidelines ask for cheap and pure.
    private static bool IsPlain(ISymbol symbol) => symbol is IFieldSymbol || symbol.DeclaringSyntaxReferences.All(reference => reference.GetSyntax() switch
    {
        PropertyDeclarationSyntax { ExpressionBody: null, AccessorList: { } accessors } => accessors.Accessors.All(accessor => accessor.Body is null && accessor.ExpressionBody is null),
        ParameterSyntax => true,
        _ => false,
    });

    private bool IsHarmless(CastExpressionSyntax cast) => _model.GetConversion(cast.Expression).IsUserDefined is false
        && _model.GetTypeInfo(cast).Type is { IsValueType: true } target && _model.GetTypeInfo(cast.Expression).Type is { } source
        && (target.TypeKind == TypeKind.Enum || source.TypeKind == TypeKind.Enum || _model.ClassifyConversion(cast.Expression, target).IsImplicit);

    private bool IsComparison(BinaryExpressionSyntax binary) => _model.GetSymbolInfo(binary).Symbol is IMethodSymbol { MethodKind: MethodKind.BuiltinOperator } or { ContainingNamespace.Name: "System" } or null
        && binary.Kind() is SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression or SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression
            or SyntaxKind.GreaterThanExpression or SyntaxKind.GreaterThanOrEqualExpression or SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression;

    // A sum of whole numbers, a quotient by a constant, a text of texts and numbers: nothing that could fail or run the program's own code.
    private bool IsHarmless(BinaryExpressionSyntax binary) => _model.GetOperation(binary) is IBinaryOperation { OperatorMethod: null, IsChecked: false } operation && operation.OperatorKind switch
    {
        BinaryOperatorKind.Add when operation.Type?.SpecialType == SpecialType.System_String => IsWritten(binary.Left) && IsWritten(binary.Right),
        BinaryOperatorKind.Add or BinaryOperatorKind.Subtract or BinaryOperatorKind.Multiply => IsWhole(operation.Type),
        BinaryOperatorKind.Divide or BinaryOperatorKind.Remainder => IsWhole(operation.Type) && operation.RightOperand.ConstantValue is { HasValue: true, Value: > 0 },
        _ => false,
    };

    private string? TextOfParts(InterpolatedStringExpressionSyntax text)
    {
        var parts = new List<string>();
        foreach (var content in text.Contents)
        {
            if (content is not InterpolationSyntax part)
                parts.Add(content.ToString());
            else if (IsWritten(part.Expression) && TextOf(part.Expression) is { } value)
                parts.Add($"{{{(value.Contains('?') ? $"({value})" : value)}{part.AlignmentClause}{part.FormatClause}}}");
            else
                return null;
        }

        return $"{text.StringStartToken}{string.Concat(parts)}{text.StringEndToken}";
    }

    private bool IsPlainText(InvocationExpressionSyntax call) => call.ArgumentList.Arguments.Count == 0 && _model.GetSymbolInfo(call).Symbol is IMethodSymbol
    {
        Name: "ToString" or "Trim" or "TrimStart" or "TrimEnd" or "ToLower" or "ToUpper" or "ToLowerInvariant" or "ToUpperInvariant",
        IsStatic: false,
    } && IsWritten(((MemberAccessExpressionSyntax)call.Expression).Expression);

    // What the framework writes, and nobody else.
    private bool IsWritten(ExpressionSyntax value) => _model.GetTypeInfo(value).Type is { } type && Nullability.Underlying(type) is var written
        && (written.SpecialType is SpecialType.System_String or SpecialType.System_Char || IsWhole(written) || written is { Name: "Guid", ContainingNamespace.Name: "System" });

    private static bool IsWhole(ITypeSymbol? type) => type is not null && Nullability.Underlying(type).SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_Int16 or SpecialType.System_Byte;

    private bool IsEmptyTest(InvocationExpressionSyntax call) =>
        _model.GetSymbolInfo(call).Symbol is IMethodSymbol { Name: "IsNullOrEmpty" or "IsNullOrWhiteSpace", ContainingType.SpecialType: SpecialType.System_String };

    private bool IsInLoop(ISymbol symbol) => symbol.DeclaringSyntaxReferences.Any(reference => reference.SyntaxTree == loop.SyntaxTree && loop.Span.Contains(reference.Span));

    private static ExpressionSyntax Unparenthesized(ExpressionSyntax expression) => expression is ParenthesizedExpressionSyntax inner ? Unparenthesized(inner.Expression) : expression;

    private static string? Join(string? left, string middle, string? right) => left is null || right is null ? null : left + middle + right;
}
