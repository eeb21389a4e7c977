using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Model;

namespace PerfAnalyzers.CodeFixes.Rewriting.Loops;

/// <summary>
/// Rows that a context does not track are new objects for each read, but shared between elements of one key in a batch: one must not see what another has
/// changed, in the member itself or in what a turn calls.
/// </summary>
internal static class SharedRows
{
    /// <param name="rows">The types of what was read: rows, what is included in them, what is made of them.</param>
    /// <param name="loop">The loop.</param>
    /// <param name="whole">The read.</param>
    /// <param name="session">What the analyzers know.</param>
    /// <param name="cancellationToken">To give up.</param>
    public static string? Refusal(IEnumerable<ITypeSymbol> rows, ElementLoop loop, ExpressionSyntax whole, AnalysisSession session, CancellationToken cancellationToken)
    {
        var model = loop.Scope.Model;
        var parts = rows.SelectMany(row => new[] { row }.Concat(row.IsAnonymousType ? row.GetMembers().OfType<IPropertySymbol>().Select(property => property.Type) : [])).ToList();
        var member = (SyntaxNode?)loop.Statement.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? loop.Statement.SyntaxTree.GetRoot(cancellationToken);
        var assigned = Assignments.In(member, model);
        return parts.Exists(part => part.GetMembers().Any(assigned.Contains) || IsToldIn(part, member, model)) || IsChangedIn(parts, loop, whole, session, cancellationToken) ? "the loop changes rows that two elements of one key would share" : null;
    }

    // product.Rename("x"), lines.Clear()
    private static bool IsToldIn(ITypeSymbol part, SyntaxNode member, SemanticModel model) => part.SpecialType != SpecialType.System_String && part.TypeKind is TypeKind.Class or TypeKind.Interface && !part.IsAnonymousType
        && member.DescendantNodes().OfType<MemberAccessExpressionSyntax>().Any(access => access.Parent is InvocationExpressionSyntax && SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(access.Expression).Type, part)
            && model.GetSymbolInfo(access).Symbol is IMethodSymbol { ReturnsVoid: true } or IMethodSymbol { Name: "Add" or "Remove" or "RemoveAll" });

    // Behind a call, what is set or filled.
    private static bool IsChangedIn(List<ITypeSymbol> parts, ElementLoop loop, ExpressionSyntax whole, AnalysisSession session, CancellationToken cancellationToken)
    {
        var model = loop.Scope.Model;
        if (model.GetOperation(loop.Turn, cancellationToken) is not { } turn)
            return false;

        // A list is made anew for each element, and what else the variable is given is not the row.
        var answer = whole.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } && model.GetDeclaredSymbol(variable, cancellationToken) is ILocalSymbol { Type: var type } local && EntityConventions.ElementOf(type) is null ? local : null;
        var written = session.Touched.Of(turn, o => o.Syntax == whole || (o is ILocalReferenceOperation { Parent: IAssignmentOperation assignment } && assignment.Target == o), cancellationToken).Written;
        return (answer is not null && written.Contains(answer))
            || written.Any(w => w is IPropertySymbol or IFieldSymbol && parts.Exists(part => Subtypes.IsOrIsBelow(part, w.ContainingType)));
    }
}
