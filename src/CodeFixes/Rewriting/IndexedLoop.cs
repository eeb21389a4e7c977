using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Rewriting;

/// <summary>A <c>for</c> that goes over a list from its first element to its last, and takes each into a local: <c>var order = orders[i];</c></summary>
internal static class IndexedLoop
{
    /// <summary>What it goes over and the local that is the element; null when it may do anything else with either.</summary>
    public static (ExpressionSyntax Source, ILocalSymbol Element)? Of(ForStatementSyntax loop, SemanticModel model)
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
            || model.GetSymbolInfo(source).Symbol is not { } list || list is not (ILocalSymbol or IParameterSymbol { RefKind: RefKind.None }) || model.GetDeclaredSymbol(counter) is not { } index)
        {
            return null;
        }

        // All that the body does with the list is to take the element; with the index, whatever does not change it.
        var taken = loop.Statement.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => Is(name, list)).ToList();
        if (taken is not [{ Parent: ElementAccessExpressionSyntax { ArgumentList.Arguments: [{ Expression: IdentifierNameSyntax at }] } access }] || !Is(at, index)
            || access is not { Parent: EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax declaration } } local } }
            || declaration.Parent is not BlockSyntax block || block != loop.Statement || model.GetDeclaredSymbol(local) is not ILocalSymbol { RefKind: RefKind.None } element)
        {
            return null;
        }

        var assigned = Assignments.In(loop.Statement, model);
        return assigned.Contains(index) || assigned.Contains(list) || assigned.Contains(element) ? null : (source, element);

        bool Is(IdentifierNameSyntax name, ISymbol symbol) => name.Identifier.ValueText == symbol.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, symbol);
    }

    private static bool IsNext(ExpressionSyntax step, string index) => step switch
    {
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression, Operand: IdentifierNameSyntax name } => name.Identifier.ValueText == index,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression, Operand: IdentifierNameSyntax name } => name.Identifier.ValueText == index,
        _ => false,
    };
}
