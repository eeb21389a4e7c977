using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Rewriting.Loops;

/// <summary>
/// Lambdas that run once for each element of a sequence in memory, all of them while the statement runs in which they stand:
/// <c>var products = ids.Select(id => db.Products.Find(id)).ToList();</c>
/// </summary>
internal static class LambdaLoops
{
    private static readonly ImmutableHashSet<string> s_lazy = ["Select", "SelectMany", "Where", "OrderBy", "OrderByDescending", "ThenBy", "ThenByDescending", "GroupBy", "Distinct", "AsEnumerable", "Reverse"];

    private static readonly ImmutableHashSet<string> s_eager = ["ToList", "ToArray", "ToHashSet", "ToDictionary", "ToLookup", "Sum", "Average", "Max", "Min", "Count", "LongCount"];

    private static readonly ImmutableHashSet<string> s_first = ["Any", "All", "First", "FirstOrDefault"];

    /// <summary>The loop that the lambda is.</summary>
    public static Planned<ElementLoop> Of(SyntaxNode function, SemanticModel model)
    {
        if (function is not LambdaExpressionSyntax { AsyncKeyword.RawKind: 0, Parent: ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } } } lambda
            || call.Expression is not MemberAccessExpressionSyntax { Expression: var source } || model.GetSymbolInfo(call).Symbol is not IMethodSymbol method
            || Parameter(lambda) is not { } parameter || model.GetDeclaredSymbol(parameter) is not IParameterSymbol element)
        {
            return new Refused("only a foreach with one variable says before it runs which elements there are");
        }

        var endsEarly = false;

        if (method is { Name: "ForEach", ContainingType: { Name: "List", ContainingNamespace.Name: "Generic" } })
        {
            if (call.Parent is not ExpressionStatementSyntax)
                return new Refused("there is no place before the loop for a statement");
        }
        else if (!IsSequenceMethod(method) || When(call, method.Name, model) is not { } all)
        {
            return new Refused("the lambda runs when somebody asks for what it gives");
        }
        else
        {
            endsEarly = !all;
        }

        if (lambda.Block is { } block && block.DescendantNodes(node => !ElementLoop.IsFunction(node)).Any(node => node is ReturnStatementSyntax && node.Parent != block))
            return new Refused("the read is skipped for some elements in a way that a batch cannot follow");

        SyntaxNode inStatement = call;

        for (; inStatement.Parent is not StatementSyntax; inStatement = inStatement.Parent)
        {
            if (inStatement.Parent is null || ElementLoop.IsFunction(inStatement.Parent) || IsOnCondition(inStatement))
                return new Refused("the read is in a place that a batch cannot follow");
        }

        var statement = (StatementSyntax)inStatement.Parent;

        if (statement is LocalFunctionStatementSyntax || (LoopSyntax.BodyOf(statement) is not null && statement is not ForEachStatementSyntax))
            return new Refused("the read is in a place that a batch cannot follow");

        if (source.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name => model.GetSymbolInfo(name).Symbol is ILocalSymbol local && ReadScope.IsDeclaredIn(local, statement) && !ReadScope.IsDeclaredIn(local, source)))
            return new Refused("the elements are made in the statement itself");

        var scope = ReadScope.OfLoop(model, lambda, statement);
        return new ElementLoop(statement, source, lambda.Body, element, element.Type, [], new EarlyValue(scope, lambda, element), scope)
        {
            Turn = lambda,
            EndsEarly = endsEarly || (statement is ForEachStatementSyntax loop && ElementLoop.MayEndEarly(loop) != false),
        };
    }

    private static ParameterSyntax? Parameter(LambdaExpressionSyntax lambda) => lambda switch
    {
        SimpleLambdaExpressionSyntax simple => simple.Parameter,
        ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: [var one] } => one,
        _ => null,
    };

    // True when it runs for all elements, false when for as many as are needed; null when nobody in the statement asks.
    private static bool? When(InvocationExpressionSyntax call, string name, SemanticModel model)
    {
        if (s_eager.Contains(name) || s_first.Contains(name))
            return s_eager.Contains(name);

        if (!s_lazy.Contains(name))
            return null;

        return call.Parent switch
        {
            MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next } when model.GetSymbolInfo(next).Symbol is IMethodSymbol method && IsSequenceMethod(method) => When(next, method.Name, model),
            ForEachStatementSyntax => true,
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax taker } when TakesAll(model.GetSymbolInfo(taker).Symbol) => true,
            _ => null,
        };
    }

    private static bool TakesAll(ISymbol? taker) => taker is { Name: "AddRange", ContainingType: { Name: "List", ContainingNamespace.Name: "Generic" } }
        or { Name: "Join", ContainingType.SpecialType: SpecialType.System_String };

    private static bool IsSequenceMethod(IMethodSymbol method) =>
        method.ContainingType is { Name: "Enumerable", ContainingNamespace: { Name: "Linq", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } };

    private static bool IsOnCondition(SyntaxNode node) => node.Parent switch
    {
        ConditionalExpressionSyntax choice => choice.Condition != node,
        BinaryExpressionSyntax binary => binary.Right == node && binary.OperatorToken.Text is "&&" or "||" or "??",
        AssignmentExpressionSyntax { OperatorToken.Text: "??=" } or SwitchExpressionArmSyntax or WhenClauseSyntax or QueryClauseSyntax or SelectOrGroupClauseSyntax => true,
        ConditionalAccessExpressionSyntax access => access.WhenNotNull == node,
        _ => false,
    };
}
