using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Knowledge;
using static PerfAnalyzers.Flow.Bodies.OperationShape;

namespace PerfAnalyzers.Flow.Loops;

/// <summary>
/// What keeps earlier results: a field, a cache that the tables know, or one of the program's own, told by its being asked and filled under the same key.
/// </summary>
internal sealed class Memories(ApiIndex apis, MemberBodies bodies)
{
    /// <summary>Methods between the question to a memory and the statement that fills it.</summary>
    private const int MaxFillers = 2;

    /// <summary>Whether it outlives the call: what is in it may have been put there by an earlier one.</summary>
    public static bool IsMemory(IOperation operation) => operation switch
    {
        IFieldReferenceOperation => true,
        IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation, Property.IsIndexer: false } => true,
        IPropertyReferenceOperation { Property.IsIndexer: true } => true,
        _ => false,
    };

    /// <summary>The memory that an operation names, also by one of its elements; null when it names none.</summary>
    public static ISymbol? SymbolOf(IOperation? operation) => operation is null ? null : Unwrap(operation) switch
    {
        IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } instance } => SymbolOf(instance),
        var plain => StorageOf(plain),
    };

    /// <summary>Whether an operation names <paramref name="memory"/>.</summary>
    public static bool Same(IOperation? operation, ISymbol memory) => SymbolEqualityComparer.Default.Equals(SymbolOf(operation), memory);

    /// <summary>Whether a value is what a memory has.</summary>
    public bool Asks(IOperation value) => AskedBy(value) is not null || IsMemory(Unwrap(value));

    /// <summary>
    /// Whether a condition asks a memory for what is then put there: in <paramref name="filled"/> the code does so; in <paramref name="asked"/> it looks again
    /// under the same key, and so knows that what ran between has done it.
    /// </summary>
    public bool IsMiss(IOperation condition, IOperation filled, IOperation asked) =>
        MemoriesIn(condition).Any(memory => IsFilled(memory, filled, 0)) || OwnLookups(condition).Any(lookup => IsFilledUnder(lookup, filled)) || IsAskedAgain(condition, asked);

    // What a condition asks: the field that is compared with null, the dictionary that is searched, also by a property: bool IsLoaded => _loadedAt > DateTime.MinValue;
    private IEnumerable<ISymbol> MemoriesIn(IOperation condition, bool isOfProperty = false)
    {
        foreach (var operation in condition.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IInvocationOperation call when SymbolOf(AskedBy(call)) is { } cache:
                    yield return cache;
                    break;
                case IFieldReferenceOperation or IPropertyReferenceOperation when IsMemory(operation) && SymbolOf(operation) is { } symbol:
                    yield return symbol;
                    if (!isOfProperty && operation is IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation, Property.GetMethod: { DeclaringSyntaxReferences.IsEmpty: false } getter } && bodies.Of(getter, default) is { } body)
                    {
                        foreach (var behind in MemoriesIn(body, isOfProperty: true))
                            yield return behind;
                    }

                    break;
                case ILocalReferenceOperation local:
                    foreach (var value in LocalDefinitions.Of(local))
                    {
                        if (SymbolOf(AskedBy(value)) is { } cache)
                            yield return cache;
                    }

                    break;
            }
        }
    }

    // The cache that the tables know to be looked up here.
    private IOperation? AskedBy(IOperation value) =>
        Unwrap(value) is IInvocationOperation call && apis.Find(call.TargetMethod)?.Effect is ApiEffect.CacheLookup ? ReceiverOf(call) : null;

    // A guard must prove that it applies: somebody writes it back. if (_cache.Count == 0) RefreshCache();   the method that fills it is often one of its own.
    private bool IsFilled(ISymbol memory, IOperation scope, int depth) => scope.DescendantsAndSelf().Any(operation => operation switch
    {
        IInvocationOperation or IInvalidOperation when depth < MaxFillers && memory is IFieldSymbol or IPropertySymbol && Called(operation) is { DeclaringSyntaxReferences.IsEmpty: false } filler &&
            SymbolEqualityComparer.Default.Equals(filler.ContainingType, memory.ContainingType) && bodies.Of(filler, default) is { } body && IsFilled(memory, body, depth + 1) => true,
        // _mappings.Update(...), of a cache that the program wrote itself.
        IInvocationOperation { TargetMethod.ReturnsVoid: true, Arguments.IsEmpty: false, Instance: { } filled } when memory is IFieldSymbol or IPropertySymbol && Same(filled, memory) => true,
        // (_customer, _language) = Load();
        IDeconstructionAssignmentOperation { Target: ITupleOperation { Elements: var targets } } => targets.Any(t => Same(t, memory)),
        IAssignmentOperation assignment => Same(assignment.Target, memory) ||
            (assignment.Target is IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } indexed } && Same(indexed, memory)),
        // _cache.AddOrUpdate(order.Id, order), of a library that is not to be had.
        IInvalidOperation { Syntax: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var filled }, ArgumentList.Arguments: { Count: > 1 } given } } call =>
            given.All(a => a.RefKindKeyword.RawKind == 0) && call.Descendants().Any(o => o.Syntax == filled && Same(o, memory)),
        IInvocationOperation call => apis.Find(call.TargetMethod) is { Effect: ApiEffect.CacheStore } or { Calls: ApiCalls.OnMiss } && Same(ReceiverOf(call), memory),
        _ => false,
    });

    // What a call is given may not be bound, as what an unknown cache found.
    private static IMethodSymbol? Called(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod: var method } ? method : operation.Syntax is InvocationExpressionSyntax ? MeantBy(operation, default) : null;

    // if (cache.TryGet(key, out var known)) return known; var value = Load(key); cache.Add(key, value);   of a cache that the tables do not know.
    private static IEnumerable<IInvocationOperation> OwnLookups(IOperation condition) => condition.DescendantsAndSelf()
        .SelectMany(o => o is ILocalReferenceOperation local ? LocalDefinitions.Of(local).Select(Unwrap) : [o])
        .OfType<IInvocationOperation>().Where(IsLookup);

    private static bool IsLookup(IInvocationOperation call) =>
        ReceiverOf(call) is { } memory && Unwrap(memory) is IFieldReferenceOperation or IPropertyReferenceOperation or IParameterReferenceOperation &&
        ((call.TargetMethod.Name.StartsWith("TryGet", StringComparison.Ordinal) && call.TargetMethod.Parameters.Any(p => p.RefKind is RefKind.Out)) ||
         (call.TargetMethod.Name.StartsWith("Get", StringComparison.Ordinal) && memory.Type?.Name.EndsWith("Cache", StringComparison.Ordinal) == true));

    private static bool IsFilledUnder(IInvocationOperation lookup, IOperation scope) =>
        KeyOf(lookup) is { } key && ReceiverOf(lookup)?.Syntax.ToString() is { } memory && scope.Descendants().OfType<IInvocationOperation>().Any(store =>
            store.Syntax.SpanStart > lookup.Syntax.Span.End && store.TargetMethod.Name != lookup.TargetMethod.Name && Given(store).Skip(1).Any() &&
            KeyOf(store) == key && ReceiverOf(store)?.Syntax.ToString() == memory);

    // if (_cache.TryGetValue(id, out var known)) return known; Load(id); return _cache[id];
    private bool IsAskedAgain(IOperation condition, IOperation scope) => condition.DescendantsAndSelf().OfType<IInvocationOperation>().Any(first =>
        KeyOf(first) is { } key && SymbolOf(AskedBy(first)) is { } memory && scope.Descendants().Any(later => later.Syntax.SpanStart > condition.Syntax.Span.End && later switch
        {
            IInvocationOperation call => KeyOf(call) == key && Same(AskedBy(call), memory),
            IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } indexed, Arguments: { Length: 1 } at } element =>
                at[0].Value.Syntax.ToString() == key && Same(indexed, memory) && !(element.Parent is IAssignmentOperation assignment && assignment.Target == element),
            _ => false,
        }));

    // As it is written, in one body.
    private static string? KeyOf(IInvocationOperation call) => Given(call).FirstOrDefault(a => a.Parameter is { RefKind: RefKind.None })?.Value.Syntax.ToString();

    private static IEnumerable<IArgumentOperation> Given(IInvocationOperation call) => call.Arguments.Skip(call.Instance is null && call.TargetMethod.IsExtensionMethod ? 1 : 0);
}
