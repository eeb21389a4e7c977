using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Rewriting.Loops;

/// <summary>A <c>for</c> that goes over a list from its first element to its last, and takes each into a local (<c>var order = orders[i];</c>) or out of the list where it needs it.</summary>
/// <param name="Source">The list.</param>
/// <param name="Element">The local that is the element; the index where there is none.</param>
/// <param name="Type">The element's type.</param>
/// <param name="List">The list whose elements have no local.</param>
/// <param name="Variable">A name for the element, which nothing else has there.</param>
internal sealed record IndexedLoop(ExpressionSyntax Source, ILocalSymbol Element, ITypeSymbol Type, ISymbol? List, string Variable)
{
    /// <summary>Such a loop; null when it may do anything else with the list, the index or the element.</summary>
    public static IndexedLoop? Of(ForStatementSyntax loop, SemanticModel model)
    {
        if (loop is not
            {
                Declaration.Variables: [{ Initializer.Value: LiteralExpressionSyntax { Token.Value: 0 } } counter],
                Condition: BinaryExpressionSyntax
                {
                    RawKind: (int)SyntaxKind.LessThanExpression,
                    Left: IdentifierNameSyntax { Identifier: var compared },
                    Right: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax source, Name.Identifier.Text: "Count" or "Length" },
                },
                Incrementors: [var step],
            }
            || compared.ValueText != counter.Identifier.ValueText || !IsNext(step, compared.ValueText)
            || model.GetSymbolInfo(source).Symbol is not { } list || list is not (ILocalSymbol or IParameterSymbol { RefKind: RefKind.None }) || !LoopSource.IsCollection(model.GetTypeInfo(source).Type) || model.GetDeclaredSymbol(counter) is not ILocalSymbol index)
        {
            return null;
        }

        // All that the body does with the list is to take the element; with the index, whatever does not change it.
        var taken = loop.Statement.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => Is(name, list)).Select(name => name.Parent as ElementAccessExpressionSyntax).ToList();
        var assigned = Assignments.In(loop.Statement, model);
        if (taken.Count == 0 || !taken.TrueForAll(IsTaken) || assigned.Contains(index) || assigned.Contains(list))
            return null;

        if (taken is [{ Parent: EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax declaration } } local } }] && declaration.Parent == loop.Statement)
            return model.GetDeclaredSymbol(local) is ILocalSymbol { RefKind: RefKind.None } element && !assigned.Contains(element) ? new(source, element, element.Type, null, element.Name) : null;

        return model.GetTypeInfo(taken[0]!).Type is { } type && new[] { Names.Singular(list.Name), "element" }.FirstOrDefault(IsFree) is { } variable ? new(source, index, type, list, variable) : null;

        bool IsTaken(ElementAccessExpressionSyntax? access) => access is { ArgumentList.Arguments: [{ Expression: IdentifierNameSyntax at }], Parent: not (PrefixUnaryExpressionSyntax { RawKind: not (int)SyntaxKind.LogicalNotExpression } or PostfixUnaryExpressionSyntax { RawKind: not (int)SyntaxKind.SuppressNullableWarningExpression } or RefExpressionSyntax or ArgumentSyntax { RefKindKeyword.RawKind: not 0 }) } &&
            !(access.Parent is AssignmentExpressionSyntax assignment && assignment.Left == access) && Is(at, index);

        bool IsFree(string name) => !model.LookupSymbols(loop.SpanStart, name: name).Any(s => s is ILocalSymbol or IParameterSymbol) && !loop.DescendantTokens().Any(t => t.IsKind(SyntaxKind.IdentifierToken) && t.ValueText == name);

        bool Is(IdentifierNameSyntax name, ISymbol symbol) => name.Identifier.ValueText == symbol.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, symbol);
    }

    private static bool IsNext(ExpressionSyntax step, string index) => step switch
    {
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression, Operand: IdentifierNameSyntax name } => name.Identifier.ValueText == index,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression, Operand: IdentifierNameSyntax name } => name.Identifier.ValueText == index,
        _ => false,
    };
}
