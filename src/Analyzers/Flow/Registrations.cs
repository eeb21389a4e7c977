using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Facts;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow;

/// <summary>Which types does the program register with its container, and for how long? Read from the code and from what other projects say, once.</summary>
internal sealed class Registrations(MemoryApis memory, MemberUses uses, Func<MemoryFactIndex> told)
{
    private readonly object _gate = new();
    private readonly Dictionary<IMethodSymbol, (int Ordinal, ApiEffect Lifetime)> _wrappers = new(SymbolEqualityComparer.Default);
    private ImmutableDictionary<INamedTypeSymbol, ImmutableHashSet<ApiEffect>>? _own;
    private ImmutableDictionary<INamedTypeSymbol, ImmutableHashSet<ApiEffect>>? _all;
    private ImmutableDictionary<INamedTypeSymbol, IOperation> _places = ImmutableDictionary<INamedTypeSymbol, IOperation>.Empty;

    /// <summary>The lifetimes with which a type is registered, as itself or as what it implements, here or by another project.</summary>
    public ImmutableHashSet<ApiEffect> Of(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        lock (_gate)
            _all ??= WithTold(ReadOwn(cancellationToken));

        return _all.TryGetValue(type.OriginalDefinition, out var lifetimes) ? lifetimes : [];
    }

    /// <summary>The types that this project registers.</summary>
    public ImmutableDictionary<INamedTypeSymbol, ImmutableHashSet<ApiEffect>> Own(CancellationToken cancellationToken)
    {
        lock (_gate)
            return ReadOwn(cancellationToken);
    }

    /// <summary>The methods of this project that register the type they are given as a type argument.</summary>
    public IReadOnlyDictionary<IMethodSymbol, (int Ordinal, ApiEffect Lifetime)> Wrappers(CancellationToken cancellationToken)
    {
        lock (_gate)
            ReadOwn(cancellationToken);

        return _wrappers;
    }

    /// <summary>The types that an operation registers, as the first to do so.</summary>
    public IEnumerable<INamedTypeSymbol> FirstAt(IOperation operation, CancellationToken cancellationToken)
    {
        // All others are read from the whole program only for one of them.
        if (!IsRegistration(LifetimeOf(operation)))
            return [];

        Own(cancellationToken);
        return TypesIn(operation, cancellationToken).Select(t => t.OriginalDefinition)
            .Where(t => _places.TryGetValue(t, out var first) && first.Syntax == operation.Syntax);
    }

    private ImmutableDictionary<INamedTypeSymbol, ImmutableHashSet<ApiEffect>> WithTold(ImmutableDictionary<INamedTypeSymbol, ImmutableHashSet<ApiEffect>> own)
    {
        var all = own.ToBuilder();
        foreach (var (type, lifetime) in told().Lifetimes)
            all[type] = all.TryGetValue(type, out var known) ? known.Add(lifetime) : [lifetime];

        return all.ToImmutable();
    }

    private ImmutableDictionary<INamedTypeSymbol, ImmutableHashSet<ApiEffect>> ReadOwn(CancellationToken cancellationToken) => _own ??= Read(cancellationToken);

    private ImmutableDictionary<INamedTypeSymbol, ImmutableHashSet<ApiEffect>> Read(CancellationToken cancellationToken)
    {
        var found = new Dictionary<INamedTypeSymbol, ImmutableHashSet<ApiEffect>>(SymbolEqualityComparer.Default);
        var places = ImmutableDictionary.CreateBuilder<INamedTypeSymbol, IOperation>(SymbolEqualityComparer.Default);
        var names = memory.NamesOf(ApiEffect.Singleton, ApiEffect.Scoped, ApiEffect.Transient, ApiEffect.Registers).Union(told().Wrappers.Keys.Select(w => w.Name));
        foreach (var operation in uses.OfNames(names.Where(n => n.Length > 0), cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var lifetime = LifetimeOf(operation);
            if (!IsRegistration(lifetime))
                continue;

            foreach (var type in TypesIn(operation, cancellationToken).Select(t => t.OriginalDefinition))
            {
                found[type] = found.TryGetValue(type, out var known) ? known.Add(lifetime) : [lifetime];
                if (!places.ContainsKey(type))
                    places.Add(type, operation);
            }

            if (operation is IInvocationOperation { TargetMethod.TypeArguments: var arguments })
            {
                foreach (var parameter in arguments.OfType<ITypeParameterSymbol>().Where(p => p.DeclaringMethod is not null))
                    _wrappers[parameter.DeclaringMethod!.OriginalDefinition] = (parameter.Ordinal, lifetime);
            }
        }

        _places = places.ToImmutable();
        return found.ToImmutableDictionary<INamedTypeSymbol, ImmutableHashSet<ApiEffect>>(SymbolEqualityComparer.Default);
    }

    private static bool IsRegistration(ApiEffect effect) => effect is ApiEffect.Singleton or ApiEffect.Scoped or ApiEffect.Transient;

    private ApiEffect LifetimeOf(IOperation operation)
    {
        var effect = operation switch
        {
            IInvocationOperation call when WrapperOf(call) is (_, var lifetime) => lifetime,
            IInvocationOperation call => memory.Find(call.TargetMethod, null),
            IObjectCreationOperation { Constructor: { } constructor } => memory.Find(constructor, null),
            _ => ApiEffect.None,
        };
        return effect is ApiEffect.Registers ? SaidBy(operation) : effect;
    }

    private (int Ordinal, ApiEffect Lifetime)? WrapperOf(IInvocationOperation call) =>
        told().Wrappers.TryGetValue((call.TargetMethod.ReducedFrom ?? call.TargetMethod).OriginalDefinition, out var wrapper) ? wrapper : null;

    // new ServiceDescriptor(typeof(IClock), typeof(Clock), ServiceLifetime.Singleton)
    private static ApiEffect SaidBy(IOperation operation) => ArgumentsOf(operation).Select(a => OperationShape.Unwrap(a.Value)).OfType<IFieldReferenceOperation>()
        .Select(f => f.Field.Name switch
        {
            "Singleton" => ApiEffect.Singleton,
            "Scoped" => ApiEffect.Scoped,
            "Transient" => ApiEffect.Transient,
            _ => ApiEffect.None,
        }).FirstOrDefault();

    private static ImmutableArray<IArgumentOperation> ArgumentsOf(IOperation operation) => operation switch
    {
        IInvocationOperation call => call.Arguments,
        IObjectCreationOperation creation => creation.Arguments,
        _ => [],
    };

    private IEnumerable<INamedTypeSymbol> TypesIn(IOperation registration, CancellationToken cancellationToken)
    {
        if (registration is IInvocationOperation call && WrapperOf(call) is var (ordinal, _))
            return call.TargetMethod.TypeArguments.Skip(ordinal).Take(1).OfType<INamedTypeSymbol>();

        var arguments = registration is IInvocationOperation { TargetMethod.TypeArguments: var given } ? given : [];
        var values = ArgumentsOf(registration).SelectMany(a => Told(a.Value)).ToList();
        // builder.RegisterType<Clock>().As<IClock>().SingleInstance()
        if (arguments.IsEmpty && values.Count == 0 && registration is IInvocationOperation { Instance: IInvocationOperation before })
            return TypesIn(before, cancellationToken);

        return arguments.Concat(values).SelectMany(t => Named(t, registration, cancellationToken));
    }

    private IEnumerable<INamedTypeSymbol> Named(ITypeSymbol type, IOperation registration, CancellationToken cancellationToken)
    {
        switch (type)
        {
            case INamedTypeSymbol named:
                return [named];
            // static void AddWorker<T>(this IServiceCollection services) => services.AddSingleton<T>();
            case ITypeParameterSymbol { DeclaringMethod: { } wrapper } parameter:
                return uses.Of(wrapper, cancellationToken).OfType<IInvocationOperation>()
                    .Where(c => c != registration && c.TargetMethod.TypeArguments.Length > parameter.Ordinal)
                    .Select(c => c.TargetMethod.TypeArguments[parameter.Ordinal]).OfType<INamedTypeSymbol>();
            default:
                return [];
        }
    }

    // typeof(Clock), new Clock(), services => new Clock(services.GetRequiredService<...>()), CreateClock
    private IEnumerable<ITypeSymbol> Told(IOperation value)
    {
        value = OperationShape.Unwrap(value);
        switch (value)
        {
            case ITypeOfOperation { TypeOperand: var type }:
                return [type];
            case IObjectCreationOperation { Type: { } created }:
                return [created];
            case IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda }:
                return MemberBodies.Operations(lambda.Body).OfType<IReturnOperation>().Select(r => r.ReturnedValue).OfType<IOperation>().Select(Created).OfType<ITypeSymbol>();
            case IDelegateCreationOperation { Target: IMethodReferenceOperation { Method.ReturnType: var returned } }:
                return [returned];
            case ILocalReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation when value.Type is { TypeKind: TypeKind.Class, SpecialType: SpecialType.None } held && memory.OfType(held) is ApiEffect.None:
                return [held];
            default:
                return [];
        }
    }

    private static ITypeSymbol? Created(IOperation returned) => OperationShape.Unwrap(returned) switch
    {
        IObjectCreationOperation creation => creation.Type,
        ILocalReferenceOperation local => LocalDefinitions.Single(local) is { } definition ? OperationShape.Unwrap(definition).Type : local.Type,
        // services => services.GetRequiredService<Clock>()
        { Type: { TypeKind: TypeKind.Class } type } => type,
        _ => null,
    };
}
