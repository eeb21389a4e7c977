using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Rewriting.Queries;

/// <summary>How the query spells what is done in memory with its rows. No other file names one of these members.</summary>
internal static class InMemoryApis
{
    // What memory calls it, and what the query does.
    private static readonly ImmutableDictionary<string, string> s_operators = new Dictionary<string, string>
    {
        ["Where"] = "Where",
        ["FindAll"] = "Where",
        ["Skip"] = "Skip",
        ["Take"] = "Take",
        ["Count"] = "Count",
        ["Length"] = "Count",
        ["LongCount"] = "LongCount",
        ["Any"] = "Any",
        ["Exists"] = "Any",
        ["All"] = "All",
        ["TrueForAll"] = "All",
        ["Contains"] = "Contains",
        ["Sum"] = "Sum",
        ["Min"] = "Min",
        ["Max"] = "Max",
        ["First"] = "First",
        ["FirstOrDefault"] = "FirstOrDefault",
        ["Find"] = "FirstOrDefault",
        ["Single"] = "Single",
        ["SingleOrDefault"] = "SingleOrDefault",
    }.ToImmutableDictionary();

    /// <summary>The query's operator for one in memory; null when it has none that does the same.</summary>
    public static string? OperatorFor(ExpressionSyntax operation) => NameOf(operation) is { } name && s_operators.TryGetValue(name, out var found) ? found : null;

    /// <summary>Whether what is left after the operator is still a sequence of rows.</summary>
    public static bool KeepsRows(string name) => name is "Where" or "Skip" or "Take";

    /// <summary>Whether the operator goes by the position of rows, which only an order gives them.</summary>
    public static bool NeedsOrder(string name) => name is "Skip" or "Take" or "First" or "FirstOrDefault";

    /// <summary>Whether the operator's function picks a value rather than tests a row.</summary>
    public static bool TakesValue(string name) => name is "Sum" or "Min" or "Max";

    /// <summary>Whether the operator looks for a value among those that the query selects.</summary>
    public static bool LooksForValue(string name) => name == "Contains";

    /// <summary>Whether the operator in memory returns a list.</summary>
    public static bool MakesList(ExpressionSyntax operation) => NameOf(operation) == "FindAll";

    /// <summary>The name of a call or property.</summary>
    public static string? NameOf(ExpressionSyntax operation) => operation switch
    {
        InvocationExpressionSyntax call => QueryApis.NameOf(call),
        MemberAccessExpressionSyntax access => access.Name.Identifier.Text,
        _ => null,
    };

    /// <summary>Whether the call copies into a list or an array, on the spot.</summary>
    public static bool CopiesRows(ExpressionSyntax? operation) => operation is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 } call && QueryApis.NameOf(call) is "ToList" or "ToArray";

    /// <summary>Whether the call runs the query that it is called on and returns all of its rows, or lets memory enumerate them.</summary>
    public static bool RunsQuery(InvocationExpressionSyntax call, SemanticModel model) =>
        QueryApis.NameOf(call) is "ToList" or "ToArray" or "ToListAsync" or "ToArrayAsync" or "AsEnumerable" && InMemoryChain.ReceiverOf(call) is { } query && IsQuery(query, model);

    /// <summary>Whether the expression is a query, or the call that runs one.</summary>
    public static bool IsQueryOrRun(ExpressionSyntax expression, SemanticModel model) =>
        IsQuery(expression, model) || (expression is InvocationExpressionSyntax call && RunsQuery(call, model));

    /// <summary>Whether the expression is a query.</summary>
    public static bool IsQuery(ExpressionSyntax expression, SemanticModel model) => model.GetTypeInfo(expression).Type is { } type &&
        type.AllInterfaces.Prepend(type).Any(t => t is { Name: "IQueryable", ContainingNamespace: { Name: "Linq", ContainingNamespace.Name: "System" } });
}
