using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Memory;

/// <summary>What is done with a collection that a field, a property or a captured variable holds?</summary>
internal sealed class StoreUses(MemoryApis memory, MemberBodies bodies, MemberUses uses, OnceOnly once)
{
    /// <summary>Variables, properties and parameters that a collection is followed through.</summary>
    private const int MaxHandovers = 3;

    // Of lists and of LINQ: whether what is put in is there already.
    private static readonly ImmutableHashSet<string> s_searches = ["Any", "Contains", "Exists", "Find", "FindIndex", "FirstOrDefault", "IndexOf", "SingleOrDefault"];

    /// <summary>All that is done with it, as far as it is in sight.</summary>
    public ImmutableArray<StoreUse> Of(ISymbol store, IOperation? body, CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<StoreUse>();
        var references = store is ILocalSymbol local && body is not null ? ReferencesIn(body, local) : uses.Of(store, cancellationToken);
        foreach (var reference in references)
            Classify(reference, store, found, 0, cancellationToken);

        return found.ToImmutable();
    }

    /// <summary>What is done with it at one reference.</summary>
    public ImmutableArray<StoreUse> OfReference(IOperation reference, ISymbol store, CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<StoreUse>();
        Classify(reference, store, found, 0, cancellationToken);
        return found.ToImmutable();
    }

    private static IEnumerable<IOperation> ReferencesIn(IOperation body, ISymbol variable) => body.DescendantsAndSelf().Where(o => o is IParameterReferenceOperation used
        ? variable is IParameterSymbol asked && MemberBodies.IsSame(used.Parameter, asked)
        : SymbolEqualityComparer.Default.Equals((o as ILocalReferenceOperation)?.Local, variable));

    private void Classify(IOperation reference, ISymbol store, ImmutableArray<StoreUse>.Builder found, int depth, CancellationToken cancellationToken)
    {
        var value = reference;
        while (value.Parent is IConversionOperation or ICoalesceOperation || (value.Parent is IConditionalOperation choice && choice.Condition != value && choice.Type is not null))
            value = value.Parent;

        switch (value.Parent)
        {
            case IConditionalAccessOperation access when access.Operation == value:
                if (access.WhenNotNull.DescendantsAndSelf().FirstOrDefault(o => o is IConditionalAccessInstanceOperation) is { } instance)
                    Classify(instance, store, found, depth, cancellationToken);

                return;
            case IInvocationOperation call when call.Instance == value:
                var use = memory.IsCopying(call.TargetMethod, value.Type) ? new(StoreUseKind.Look, call) : OfCall(call, memory.Find(call.TargetMethod, value.Type));
                found.Add(use is { Kind: StoreUseKind.Add, IsKeyed: false } && IsLookedForFirst(call, value) ? use with { IsKeyed = true } : use);
                return;
            case IPropertyReferenceOperation property when property.Instance == value:
                found.Add(OfProperty(property, value.Type));
                return;
            case IArgumentOperation argument:
                OfArgument(argument, store, found, depth, cancellationToken);
                return;
            case ICoalesceAssignmentOperation ensured when ensured.Target == value:
                found.Add(new(StoreUseKind.Filled, ensured));
                Follow(ensured, store, found, depth, cancellationToken);
                return;
            case ISimpleAssignmentOperation assignment when assignment.Target == value:
                found.Add(OfAssignment(assignment, store, cancellationToken));
                return;
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var alias } declarator }:
                Through(ReferencesIn(OperationShape.RootOf(declarator), alias).Where(r => r.Parent is not IVariableDeclaratorOperation));
                return;
            case IAssignmentOperation { Target: ILocalReferenceOperation target } assigned when assigned.Value == value:
                Through(ReferencesIn(OperationShape.RootOf(assigned), target.Local).Where(r => r != target));
                return;
            case IReturnOperation returned:
                OfReturn(returned, value, found, depth, cancellationToken);
                return;
            case ITupleOperation or IAssignmentOperation or IArrayInitializerOperation or ICollectionExpressionOperation or IMemberInitializerOperation or IAnonymousFunctionOperation:
                found.Add(new(StoreUseKind.GivenAway, value));
                return;
            default:
                found.Add(new(StoreUseKind.Look, value));
                return;
        }

        void Through(IEnumerable<IOperation> references)
        {
            if (depth >= MaxHandovers)
                found.Add(new(StoreUseKind.GivenAway, value));
            else
                references.ToList().ForEach(r => Classify(r, store, found, depth + 1, cancellationToken));
        }
    }

    private void Follow(IOperation value, ISymbol store, ImmutableArray<StoreUse>.Builder found, int depth, CancellationToken cancellationToken)
    {
        if (value.Parent is not IExpressionStatementOperation)
            Classify(value, store, found, depth + 1, cancellationToken);
    }

    // var known = _all.Find(s => s.Owner == owner); if (known == null) _all.Add(known = new(owner));  a list that is used like a dictionary
    private static bool IsLookedForFirst(IInvocationOperation add, IOperation collection) => OperationShape.StorageOf(collection) is { } store && BodyOperations.Of(OperationShape.RootOf(add)) is { IsGiant: false, Calls: var calls } && calls
        .Any(call => s_searches.Contains(call.TargetMethod.Name) && call.Syntax.Span.End <= add.Syntax.SpanStart && call.Arguments.Length > (call.Instance is null ? 1 : 0) &&
            OperationShape.ReceiverOf(call) is { } receiver && SymbolEqualityComparer.Default.Equals(OperationShape.StorageOf(OperationShape.Unwrap(receiver)), store));

    private static StoreUse OfCall(IInvocationOperation call, ApiEffect effect) => effect switch
    {
        ApiEffect.Grows => new(StoreUseKind.Add, call, call.Arguments.FirstOrDefault()?.Value),
        ApiEffect.Keyed => new(StoreUseKind.Add, call, call.Arguments.FirstOrDefault()?.Value, IsKeyed: true),
        ApiEffect.Shrinks => new(StoreUseKind.Shrink, call),
        _ => new(StoreUseKind.Look, call),
    };

    private StoreUse OfProperty(IPropertyReferenceOperation property, ITypeSymbol? type)
    {
        var isAssigned = property.Parent is ISimpleAssignmentOperation assignment && assignment.Target == property;
        return memory.Find(property.Property, type) switch
        {
            ApiEffect.Keyed when isAssigned => new(StoreUseKind.Add, property, property.Arguments.FirstOrDefault()?.Value, IsKeyed: true),
            ApiEffect.Shrinks when property.Parent is IAssignmentOperation changed && changed.Target == property => new(StoreUseKind.Shrink, property),
            _ when IsLimit(property) => new(StoreUseKind.Limit, property),
            _ => new(StoreUseKind.Look, property),
        };
    }

    // if (_cache.Count >= Max), but neither if (_cache.Count == 0) nor for (...; i < _cache.Count; ...)
    private static bool IsLimit(IPropertyReferenceOperation size)
    {
        if (size.Property.Type.SpecialType is not (SpecialType.System_Int32 or SpecialType.System_Int64) || !size.Property.Parameters.IsEmpty)
            return false;

        IOperation value = size;
        while (value.Parent is IConversionOperation or IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract })
            value = value.Parent;

        return value.Parent is IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual or BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison &&
            comparison.Parent is not IForLoopOperation &&
            (comparison.LeftOperand == value ? comparison.RightOperand : comparison.LeftOperand) is not { ConstantValue.Value: 0 or 1 };
    }

    private void OfArgument(IArgumentOperation argument, ISymbol store, ImmutableArray<StoreUse>.Builder found, int depth, CancellationToken cancellationToken)
    {
        if (argument is { Parent: IInvocationOperation call, Parameter.Ordinal: 0 } && memory.Find(call.TargetMethod, null) is var effect and not ApiEffect.None)
        {
            // CollectionsMarshal.GetValueRefOrAddDefault(_counts, key, out _), _names.TryAdd(key, name) of an extension.
            var item = call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == 1)?.Value;
            found.Add(effect is ApiEffect.Keyed ? new(StoreUseKind.Add, call, item, IsKeyed: true) : OfCall(call, effect));
            return;
        }

        // Interlocked.Exchange(ref _batch, new()) takes all out; whatever else gets a reference may.
        if (argument.Parameter is not { RefKind: RefKind.None } parameter)
        {
            found.Add(new(argument.Parameter?.RefKind is RefKind.In ? StoreUseKind.Look : StoreUseKind.Shrink, argument));
            return;
        }

        var method = parameter.ContainingSymbol as IMethodSymbol;
        if (IsReadOnly(parameter.Type) || method?.ContainingType is { } type && Dispatch.IsOfFramework(type) && !memory.IsCollection(type))
        {
            found.Add(new(StoreUseKind.Look, argument));
            return;
        }

        var body = depth < MaxHandovers && method is { IsAbstract: false, IsVirtual: false, IsOverride: false } ? bodies.Of(method, cancellationToken) : null;
        if (body is null || method!.OriginalDefinition.Parameters.Length <= parameter.Ordinal)
        {
            found.Add(new(StoreUseKind.GivenAway, argument));
            return;
        }

        var inside = ImmutableArray.CreateBuilder<StoreUse>();
        foreach (var reference in ReferencesIn(body, method.OriginalDefinition.Parameters[parameter.Ordinal]))
            Classify(reference, store, inside, depth + 1, cancellationToken);

        found.AddRange(inside);
    }

    private void OfReturn(IReturnOperation returned, IOperation value, ImmutableArray<StoreUse>.Builder found, int depth, CancellationToken cancellationToken)
    {
        if (bodies.FunctionOf(returned, cancellationToken) is not { } function)
        {
            found.Add(new(StoreUseKind.GivenAway, value));
            return;
        }

        if (IsReadOnly(function.ReturnType))
            found.Add(new(StoreUseKind.Look, value));
        else if (depth < MaxHandovers && function is { MethodKind: MethodKind.Ordinary or MethodKind.PropertyGet, IsVirtual: false, IsOverride: false } && (function.AssociatedSymbol ?? function) is var member && !IsForOthers(member))
            uses.Of(member, cancellationToken).ToList().ForEach(u => Classify(u, member, found, depth + 1, cancellationToken));
        else
            found.Add(new(StoreUseKind.GivenAway, value));
    }

    private bool IsForOthers(ISymbol member) => MemberBodies.IsVisible(member) && bodies.Compilation.Options.OutputKind is OutputKind.DynamicallyLinkedLibrary;

    private StoreUse OfAssignment(ISimpleAssignmentOperation assignment, ISymbol store, CancellationToken cancellationToken)
    {
        // _names = _names.Add(name)
        var value = OperationShape.Unwrap(assignment.Value);
        while (value is IInvocationOperation { Instance: { } instance } call && memory.IsCopying(call.TargetMethod, instance.Type))
        {
            value = OperationShape.Unwrap(instance);
            if (SymbolEqualityComparer.Default.Equals((value as IMemberReferenceOperation)?.Member.OriginalDefinition, store.OriginalDefinition))
                return OfCall(call, memory.Find(call.TargetMethod, instance.Type));
        }

        return new(once.IsFirstValue(assignment, store, cancellationToken) ? StoreUseKind.Filled : StoreUseKind.Shrink, assignment);
    }

    private static bool IsReadOnly(ITypeSymbol type) => type.SpecialType is SpecialType.System_Object ||
        type.OriginalDefinition.SpecialType is SpecialType.System_Collections_Generic_IEnumerable_T or SpecialType.System_Collections_IEnumerable or SpecialType.System_Collections_Generic_IReadOnlyList_T or SpecialType.System_Collections_Generic_IReadOnlyCollection_T ||
        type.Name.StartsWith("IReadOnly", StringComparison.Ordinal) || type.Name.StartsWith("ReadOnly", StringComparison.Ordinal) || type.Name is "IAsyncEnumerable" or "IQueryable" ||
        type.SpecialType is SpecialType.System_Int32 or SpecialType.System_Boolean or SpecialType.System_String;
}
