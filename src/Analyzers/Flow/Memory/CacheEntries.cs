using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Facts;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Memory;

/// <summary>Which entries of a cache of the process stay for ever: without expiration, under as many keys as callers think of, in a cache without a limit?</summary>
internal sealed class CacheEntries(MemoryApis memory, MemberBodies bodies, MemberUses uses, Lifetimes lifetimes, Runs runs, KeyRange keys, StoredValues stored, Func<MemoryFactIndex> told)
{
    private const string SizeLimit = "SizeLimit";

    // From where an entry is told how long it lives back to what it is told: a copy of an object has the options of the other.
    private const int MaxStores = 4;

    private readonly object _gate = new();
    private bool? _isLimited;

    /// <summary>The entry that a call makes, when it stays.</summary>
    public GrowingStore? At(IInvocationOperation call, CancellationToken cancellationToken)
    {
        if (memory.Find(call.TargetMethod, call.Instance?.Type) is not ApiEffect.Entry || OperationShape.ReceiverOf(call) is not { } receiver ||
            HolderOf(OperationShape.Unwrap(receiver), cancellationToken) is not { } holder || IsLimited(cancellationToken) || told().IsLimited)
        {
            return null;
        }

        var key = call.Arguments.FirstOrDefault(a => a.Parameter?.Name == "key")?.Value;
        if (key is null || keys.IsBounded(key, cancellationToken) || Expires(call, cancellationToken) || IsRemoved(call, cancellationToken))
            return null;

        var run = runs.Of(call, cancellationToken);
        return run.Kind is RunKind.Once ? null : new(call, NameOf(receiver), holder, run, [])
        {
            IsCache = true,
            Doubt = KeyRange.IsInput(key) || run.Kind is RunKind.Request ? null : "the key is not seen to differ from call to call",
        };
    }

    private static string NameOf(IOperation receiver) => OperationShape.Unwrap(receiver) switch
    {
        IMemberReferenceOperation member => member.Member.Name,
        IParameterReferenceOperation parameter => parameter.Parameter.Name,
        _ => "the cache",
    };

    // What is asked for by its interface is the container's; what a class makes for itself lives as long as that.
    private Holder? HolderOf(IOperation cache, CancellationToken cancellationToken) => cache switch
    {
        IFieldReferenceOperation { Field: var field } => OfStore(field, field.Type, cancellationToken),
        IPropertyReferenceOperation { Property: var property } => OfStore(property, property.Type, cancellationToken),
        IParameterReferenceOperation { Type.TypeKind: TypeKind.Interface } => new("the cache", IsOfStore: true),
        _ => null,
    };

    private Holder? OfStore(ISymbol store, ITypeSymbol type, CancellationToken cancellationToken) =>
        stored.Of(store, cancellationToken).Any(v => OperationShape.Unwrap(v) is IObjectCreationOperation) ? lifetimes.HolderOf(store, cancellationToken)
        : type.TypeKind is TypeKind.Interface || store.IsStatic ? new("the cache", IsOfStore: true)
        : null;

    /// <summary>Whether the project limits the size of a cache anywhere.</summary>
    public bool IsLimited(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _isLimited ??= uses.OfNames([SizeLimit], cancellationToken).Any(o =>
                o is IPropertyReferenceOperation { Property: var property } && memory.Find(property, null) is ApiEffect.Expires);
        }
    }

    private bool Expires(IInvocationOperation call, CancellationToken cancellationToken)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is not { Name: not ("key" or "value" or "cache") } parameter || argument.IsImplicit && argument.Value.ConstantValue is { HasValue: true, Value: null })
                continue;

            // Set(key, value, TimeSpan.FromMinutes(5)), Set(key, value, options), GetOrCreate(key, entry => ...)
            var told = OperationShape.Unwrap(argument.Value);
            if (parameter.Type.TypeKind is not (TypeKind.Class or TypeKind.Delegate) || !IsSeenToStay(told, 0, cancellationToken))
                return true;
        }

        // using var entry = cache.CreateEntry(key); entry.SlidingExpiration = ...;
        return call.Instance is not null && MemberBodies.Operations(OperationShape.RootOf(call)).Any(LetsGo);
    }

    private bool IsSeenToStay(IOperation told, int stores, CancellationToken cancellationToken)
    {
        switch (told)
        {
            case IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda }:
                return !lambda.DescendantsAndSelf().Any(o => LetsGo(o) || IsHandedOn(o, lambda.Symbol));
            case IObjectCreationOperation creation:
                return !creation.DescendantsAndSelf().Any(LetsGo) && !IsPartOfChain(creation);
            case ILocalReferenceOperation local when stores < MaxStores && LocalDefinitions.Single(local) is { } definition:
                return IsSeenToStay(OperationShape.Unwrap(definition), stores + 1, cancellationToken) && !OperationShape.RootOf(local).DescendantsAndSelf().Any(LetsGo);
            case IFieldReferenceOperation { Field: var field } when stores < MaxStores:
                return stored.Of(field, cancellationToken).Select(OperationShape.Unwrap).Where(v => v is not IFieldReferenceOperation { Field: var same } || !SymbolEqualityComparer.Default.Equals(same, field)).ToList() is { Count: > 0 } values &&
                    values.TrueForAll(v => IsSeenToStay(v, stores + 1, cancellationToken));
            default:
                return false;
        }
    }

    private static bool IsPartOfChain(IObjectCreationOperation creation) => creation.Parent is IInvocationOperation or IArgumentOperation { Parent: IInvocationOperation { TargetMethod.IsExtensionMethod: true, Arguments.Length: 2 } };

    // entry => Load(entry): whoever gets the entry may say when it goes.
    private static bool IsHandedOn(IOperation operation, IMethodSymbol lambda) => operation is IParameterReferenceOperation { Parameter: var parameter, Parent: IArgumentOperation } && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, lambda);

    private bool LetsGo(IOperation operation) => operation switch
    {
        IPropertyReferenceOperation property => memory.Find(property.Property, null) is ApiEffect.Expires,
        IInvocationOperation call => memory.Find(call.TargetMethod, null) is ApiEffect.Expires,
        _ => false,
    };

    // The same class takes entries out.
    private bool IsRemoved(IInvocationOperation call, CancellationToken cancellationToken) =>
        bodies.MemberOf(call, cancellationToken)?.ContainingType is { } type && uses.OfNames(memory.NamesOf(ApiEffect.Shrinks), type, cancellationToken).OfType<IInvocationOperation>()
            .Any(c => memory.IsCache(c.TargetMethod.ContainingType) && memory.Find(c.TargetMethod, c.Instance?.Type) is ApiEffect.Shrinks);
}
