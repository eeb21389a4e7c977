using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Rewriting.Queries;

/// <summary>
/// A call to a context, also where it stands behind methods of the program that do nothing else: a unit of work
/// (<c>async Task&lt;bool> CommitAsync() => await _context.SaveChangesAsync() > 0;</c>), a repository (<c>Product? Get(int id) => _products.Find(id);</c>).
/// </summary>
internal static class OnlyCall
{
    /// <summary>Calls behind which it may stand: a service asks its repository, and that the context.</summary>
    private const int MostCalls = 3;

    /// <summary>Whether all that a call may run is a save.</summary>
    /// <param name="method">What is called.</param>
    /// <param name="caller">The program in which it is called: what the tests of another put in its place does not count.</param>
    /// <param name="solution">Where it may be implemented.</param>
    /// <param name="cancellationToken">To give up.</param>
    public static Task<bool> SavesAsync(IMethodSymbol method, Compilation caller, Solution solution, CancellationToken cancellationToken) =>
        IsAsync(method, QueryApis.IsSave, caller, solution, MostCalls, cancellationToken);

    /// <summary>Whether all that a call may run is to find a row by its primary key, which the context answers of what it tracks, saved or not.</summary>
    /// <inheritdoc cref="SavesAsync" path="/param"/>
    public static Task<bool> FindsAsync(IMethodSymbol method, Compilation caller, Solution solution, CancellationToken cancellationToken) =>
        IsAsync(method, m => QueryApis.KindOf(m) is ReadKind.Find, caller, solution, MostCalls, cancellationToken);

    private static async Task<bool> IsAsync(IMethodSymbol method, Func<IMethodSymbol, bool> isIt, Compilation caller, Solution solution, int calls, CancellationToken cancellationToken)
    {
        if (isIt(method))
            return true;

        if (calls == 0 || method.MethodKind is MethodKind.LocalFunction || !method.Locations.Any(l => l.IsInSource))
            return false;

        var code = await CodeBehind.OfAsync((method.ReducedFrom ?? method).OriginalDefinition, solution, cancellationToken).ConfigureAwait(false);
        var own = code.Where(c => c.Model.Compilation.AssemblyName == caller.AssemblyName || Place.OfProject(c.Model.Compilation) is null).ToList();
        foreach (var (_, body, model) in own)
        {
            if (CallOf(body) is not { } call || !IsHeld(call, model) || !call.ArgumentList.Arguments.All(a => IsPlain(a.Expression)) ||
                model.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol called || !await IsAsync(called, isIt, caller, solution, calls - 1, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }

        return own.Count > 0;
    }

    private static InvocationExpressionSyntax? CallOf(SyntaxNode declaration) => declaration switch
    {
        MethodDeclarationSyntax { ExpressionBody.Expression: var expression } => CallIn(expression),
        MethodDeclarationSyntax { Body.Statements: [ExpressionStatementSyntax { Expression: var expression }] } => CallIn(expression),
        MethodDeclarationSyntax { Body.Statements: [ReturnStatementSyntax { Expression: { } expression }] } => CallIn(expression),
        // var saved = await _context.SaveChangesAsync(); return saved > 0;
        MethodDeclarationSyntax { Body.Statements: [LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Declaration.Variables: [{ Initializer.Value: var value }] }, ReturnStatementSyntax { Expression: { } returned }] } when CallIn(returned) is null && IsPlain(returned) => CallIn(value),
        _ => null,
    };

    // With what is made of its answer: whether there were any rows, an exception where there is none.
    private static InvocationExpressionSyntax? CallIn(ExpressionSyntax expression) => expression switch
    {
        AwaitExpressionSyntax awaited => CallIn(awaited.Expression),
        ParenthesizedExpressionSyntax inner => CallIn(inner.Expression),
        BinaryExpressionSyntax { Right: LiteralExpressionSyntax or ThrowExpressionSyntax } comparison => CallIn(comparison.Left),
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.Text: "_" }, Right: var value } => CallIn(value),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "ConfigureAwait" or "AsTask", Expression: var configured } } => CallIn(configured),
        InvocationExpressionSyntax call => call,
        _ => null,
    };

    private static bool IsPlain(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax or LiteralExpressionSyntax or PredefinedTypeSyntax => true,
        MemberAccessExpressionSyntax member => IsPlain(member.Expression),
        BinaryExpressionSyntax binary => IsPlain(binary.Left) && IsPlain(binary.Right),
        ImplicitArrayCreationExpressionSyntax array => array.Initializer.Expressions.All(IsPlain),
        ArrayCreationExpressionSyntax { Initializer.Expressions: var values } => values.All(IsPlain),
        CollectionExpressionSyntax collection => collection.Elements.All(e => e is ExpressionElementSyntax { Expression: var value } && IsPlain(value)),
        _ => false,
    };

    // The context is held by the object, or given to an extension method, and not made for the call.
    private static bool IsHeld(InvocationExpressionSyntax call, SemanticModel model)
    {
        for (var receiver = call.Expression; ;)
        {
            switch (receiver)
            {
                case ThisExpressionSyntax or BaseExpressionSyntax:
                    return true;
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "Set", Expression: var context }, ArgumentList.Arguments.Count: 0 }:
                    receiver = context;
                    break;
                case MemberAccessExpressionSyntax { Expression: var owner }:
                    receiver = owner;
                    break;
                case IdentifierNameSyntax or GenericNameSyntax:
                    return model.GetSymbolInfo(receiver).Symbol is IMethodSymbol or IFieldSymbol or IPropertySymbol or IParameterSymbol;
                default:
                    return false;
            }
        }
    }
}
