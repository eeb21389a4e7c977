using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PerfAnalyzers.Model;

/// <summary>Which part of a query a call is, by its shape: what it takes says more than its name. The few names that are needed are here.</summary>
internal static class QueryCalls
{
    /// <summary>Whether the call is one of the operators of a query: LINQ's, or EF Core's own.</summary>
    public static bool IsOperator(IMethodSymbol method) => method is { IsExtensionMethod: true, ContainingType: { } type } && (
        type is { Name: "Queryable", ContainingNamespace: { Name: "Linq", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } } ||
        (type.Name.EndsWith("QueryableExtensions", StringComparison.Ordinal) && BuilderCalls.IsEntityFramework(type)));

    /// <summary>The predicate by which the call picks rows; null when it has none. <c>All</c> looks for the rows that fail it.</summary>
    public static IOperation? FilterOf(IInvocationOperation call) => call.TargetMethod.Name.StartsWith("All", StringComparison.Ordinal)
        ? null
        : call.Arguments.FirstOrDefault(a => a.Parameter?.Type is INamedTypeSymbol { Name: "Expression", TypeArguments: { Length: 1 } function } &&
            function[0] is INamedTypeSymbol { Name: "Func", TypeArguments: { Length: 2 } types } && types[1].SpecialType is SpecialType.System_Boolean)?.Value;

    /// <summary>What the call sorts by first; null when it does not sort.</summary>
    public static IOperation? OrderOf(IInvocationOperation call) => call.TargetMethod.Name is "OrderBy" or "OrderByDescending" ? ArgumentOf(call, "keySelector") : null;

    /// <summary>The sequence that the call joins, and the keys on both sides; null when it joins nothing.</summary>
    public static (IOperation Inner, IOperation OuterKey, IOperation InnerKey)? JoinOf(IInvocationOperation call) =>
        ArgumentOf(call, "inner") is { } inner && ArgumentOf(call, "outerKeySelector") is { } outerKey && ArgumentOf(call, "innerKeySelector") is { } innerKey
            ? (inner, outerKey, innerKey)
            : null;

    /// <summary>Whether the call asks whether there is a row.</summary>
    public static bool LooksFor(IInvocationOperation call) => call.TargetMethod.Name is "Any" or "AnyAsync" && IsOperator(call.TargetMethod);

    /// <summary>Whether the call loads one row.</summary>
    public static bool LoadsOne(IInvocationOperation call) => call.TargetMethod.Name.Replace("Async", "") is "First" or "FirstOrDefault" or "Single" or "SingleOrDefault" && IsOperator(call.TargetMethod);

    /// <summary>Whether the call leaves open which rows there are: it says what is loaded of each of them, and how.</summary>
    public static bool KeepsAllRows(IInvocationOperation call) => call.TargetMethod.Name is "Select" or "OrderBy" or "OrderByDescending" or "ThenBy" or "ThenByDescending" or "Include" or "ThenInclude" or "AsNoTracking" or "AsNoTrackingWithIdentityResolution" or "AsTracking" or "AsSplitQuery" or "AsSingleQuery" or "TagWith";

    /// <summary>Whether the call takes a few rows of those that it is called on.</summary>
    public static bool TakesFew(IInvocationOperation call) => call.TargetMethod.Name.Replace("Async", "") is "Take" or "First" or "FirstOrDefault" or "Last" or "LastOrDefault";

    /// <summary>Whether rows are picked out of those that were picked before, so that what follows reads no table.</summary>
    public static bool EndsRows(IInvocationOperation call) => call.TargetMethod.Name is "Take" or "Skip" or "GroupBy" or "Distinct" or "Union" or "Concat" or "Intersect" or "Except" ||
        call.TargetMethod.Name.StartsWith("FromSql", StringComparison.Ordinal);

    /// <summary>The name of the column in <c>EF.Property&lt;int&gt;(row, "TenantId")</c>, with the row; null for any other call.</summary>
    public static (IOperation Row, string Name)? PropertyOf(IInvocationOperation call) =>
        call is { TargetMethod: { Name: BuilderCalls.Property, ContainingType.Name: "EF" }, Arguments: { Length: 2 } arguments } && arguments[1].Value.ConstantValue is { HasValue: true, Value: string name }
            ? (arguments[0].Value, name)
            : null;

    /// <summary>The function of a lambda argument; null for one that is kept in a variable.</summary>
    public static IAnonymousFunctionOperation? LambdaOf(IOperation argument)
    {
        var current = argument;
        while (current is IConversionOperation or IDelegateCreationOperation)
            current = current.ChildOperations.First();

        return current as IAnonymousFunctionOperation;
    }

    /// <summary>What a lambda of one expression returns; null for any other.</summary>
    public static IOperation? ResultOf(IAnonymousFunctionOperation? lambda) =>
        lambda?.Body.Operations is { Length: 1 } statements && statements[0] is IReturnOperation { ReturnedValue: { } value } ? value : null;

    private static IOperation? ArgumentOf(IInvocationOperation call, string parameter) => call.Arguments.FirstOrDefault(a => a.Parameter?.Name == parameter)?.Value;
}
