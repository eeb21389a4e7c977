using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.CodeFixes.Rewriting.Bulk;

/// <summary>A member for many that is called with one, <c>products.GetByIds(new[] { id }).First()</c>: it is its own <see cref="BulkTwin"/>.</summary>
/// <param name="Twin">The member.</param>
/// <param name="Argument">What it is given.</param>
/// <param name="Element">The one that is in it.</param>
internal sealed record OneOfMany(BulkTwin Twin, ExpressionSyntax Argument, ExpressionSyntax Element)
{
    /// <summary>The only argument that is a collection of one; null where there is none. Members of libraries take the parts of a key or of a statement in this shape, not elements.</summary>
    public static OneOfMany? Of(InvocationExpressionSyntax call, IMethodSymbol method, SemanticModel model)
    {
        if (!method.Locations.Any(location => location.IsInSource) || method.IsExtensionMethod)
            return null;

        OneOfMany? found = null;
        for (var i = 0; i < call.ArgumentList.Arguments.Count && i < method.Parameters.Length; i++)
        {
            var parameter = method.Parameters[i];
            var argument = call.ArgumentList.Arguments[i].Expression;
            if (BulkTwin.ElementOf(parameter.Type) is not { SpecialType: not SpecialType.System_Object } each || ElementOf(argument, parameter, call, method, each, model) is not { } element)
                continue;

            if (found is not null)
                return null;

            found = new(new(method, i, each), argument, element);
        }

        return found;
    }

    private static ExpressionSyntax? ElementOf(ExpressionSyntax argument, IParameterSymbol parameter, InvocationExpressionSyntax call, IMethodSymbol method, ITypeSymbol each, SemanticModel model) => argument switch
    {
        ImplicitArrayCreationExpressionSyntax { Initializer.Expressions: [var one] } => one,
        ArrayCreationExpressionSyntax { Initializer.Expressions: [var one] } => one,
        CollectionExpressionSyntax { Elements: [ExpressionElementSyntax { Expression: var one }] } => one,
        BaseObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 }, Initializer.Expressions: [var one] } when one is not AssignmentExpressionSyntax => one,
        // GetByIds(id), where it takes params.
        _ when parameter.IsParams && call.ArgumentList.Arguments.Count == method.Parameters.Length && SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(argument).Type, each) => argument,
        _ => null,
    };
}
