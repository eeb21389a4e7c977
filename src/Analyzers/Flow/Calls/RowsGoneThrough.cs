using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Calls;

/// <summary>Which sequences are gone through without an operator being called on them: by a loop, a spread, a collection that is made of them, or what takes them from a function.</summary>
internal sealed class RowsGoneThrough(ApiIndex apis)
{
    /// <summary>A loop that goes through a query. What it takes instead when it can await has this name in all libraries that have it.</summary>
    public static readonly ApiFact Loop = new("", NamedLeads.Loop, ApiEffect.Materialize, "db", ApiCalls.Unstated, "ToListAsync", null);

    /// <summary>A collection that a query is spread into.</summary>
    public static readonly ApiFact Spread = Loop with { Member = ".." };

    /// <summary>What awaits each row.</summary>
    public static readonly ApiFact Stream = Loop with { AsyncTwin = null };

    /// <summary>The sequence that a call goes through before it returns, other than what it is called on; null where it was given none.</summary>
    public static IOperation? Given(ImmutableArray<IArgumentOperation> arguments, ApiFact fact) =>
        arguments.FirstOrDefault(a => a.Parameter?.Name == fact.Runs) is { ArgumentKind: ArgumentKind.Explicit, Value: var value } ? OperationShape.Unwrap(value) : null;

    /// <summary>The same of a collection that is made of one: <c>new List&lt;Order&gt;(orders)</c>.</summary>
    public IOperation? Given(IObjectCreationOperation creation) =>
        creation is { Arguments.IsEmpty: false, Constructor: { } constructor } && apis.Find(constructor) is { Runs: not null } fact ? Given(creation.Arguments, fact) : null;

    /// <summary>Whether what a statement returns is a sequence that may be gone through where the function around it is given to: <c>ids.SelectMany(id => db.Orders.Where(o => o.CustomerId == id))</c>.</summary>
    public static bool MayBeFlattened(IReturnOperation returned) => OperationShape.FunctionAround(returned) is
        IAnonymousFunctionOperation { Symbol.ReturnType: INamedTypeSymbol { TypeKind: TypeKind.Interface, Name: "IEnumerable" or "IAsyncEnumerable" or "IQueryable" }, Parent: IDelegateCreationOperation };

    /// <summary>What goes through the sequence that a statement returns; null where nothing does.</summary>
    public ApiFact? FlattenedBy(IReturnOperation returned) => MayBeFlattened(returned) ? FlattenedBy(OperationShape.FunctionAround(returned)!) : null;

    /// <summary>What goes through the sequences that a function returns; null where nothing does.</summary>
    public ApiFact? FlattenedBy(IOperation function) =>
        OperationShape.ArgumentOf(function) is { Parameter.Name: var name, Parent: IInvocationOperation call } && apis.Find(call.TargetMethod) is { Flattens.IsEmpty: false } fact && fact.Flattens.Contains(name)
            ? Stream with { Member = call.TargetMethod.Name }
            : null;

    /// <summary>Whether who goes through a sequence calls the method, also where it is implemented explicitly.</summary>
    public static bool IsEnumerator(IMethodSymbol method) => method.Parameters.IsEmpty &&
        NameInCode.Of(method) is "GetEnumerator" or "GetAsyncEnumerator";
}
