using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Facts;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Calls;

/// <summary>Which types does the program register with its container, and for how long? Read from the code and from what other projects say, once.</summary>
internal sealed class Registrations(Compilation compilation, MemoryApis memory, MemberUses uses, Func<MemoryFactIndex> told)
{
    private readonly object _gate = new();
    private readonly Dictionary<IMethodSymbol, (int Ordinal, ApiEffect Lifetime)> _wrappers = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<string, bool> _followed = new(StringComparer.Ordinal);
    private ImmutableDictionary<INamedTypeSymbol, ImmutableHashSet<ApiEffect>>? _own;
    private ILookup<INamedTypeSymbol, ApiEffect>? _told;
    private KeptRegistrations? _kept;

    /// <summary>The lifetimes with which a type is registered, as itself or as what it implements, here or by another project.</summary>
    public ImmutableHashSet<ApiEffect> Of(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        type = type.OriginalDefinition;
        lock (_gate)
            _told ??= told().Lifetimes.ToLookup<(INamedTypeSymbol Type, ApiEffect Lifetime), INamedTypeSymbol, ApiEffect>(l => l.Type, l => l.Lifetime, SymbolEqualityComparer.Default);

        return (Kept(cancellationToken).Types.TryGetValue(KeptRegistrations.KeyOf(type), out var own) ? own.Lifetimes : []).Union(_told[type]);
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

        var kept = Kept(cancellationToken);
        return TypesIn(operation, cancellationToken).Select(t => t.OriginalDefinition)
            .Where(t => kept.Types.TryGetValue(KeptRegistrations.KeyOf(t), out var known) && known.First == operation.Syntax);
    }

    // What other projects have for it may change without a change of this one.
    private KeptRegistrations Kept(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_kept is not null)
                return _kept;

            var declarations = Declarations.Of(compilation);
            if (told().Wrappers.Count == 0 && declarations.Known<KeptRegistrations>([]) is { } known && known.IsOf(compilation, Names(), memory.UserSections))
                return _kept = known;

            ReadOwn(cancellationToken);
            if (told().Wrappers.Count == 0)
                declarations.Keep([], _kept!);

            return _kept!;
        }
    }

    private ImmutableHashSet<string> Names() => memory.NamesOf(ApiEffect.Singleton, ApiEffect.Scoped, ApiEffect.Transient, ApiEffect.Registers).Union(told().Wrappers.Keys.Select(w => w.Name)).Remove("");

    private ImmutableDictionary<INamedTypeSymbol, ImmutableHashSet<ApiEffect>> ReadOwn(CancellationToken cancellationToken) => _own ??= Read(cancellationToken);

    private ImmutableDictionary<INamedTypeSymbol, ImmutableHashSet<ApiEffect>> Read(CancellationToken cancellationToken)
    {
        var found = new Dictionary<INamedTypeSymbol, ImmutableHashSet<ApiEffect>>(SymbolEqualityComparer.Default);
        var places = new Dictionary<INamedTypeSymbol, SyntaxNode>(SymbolEqualityComparer.Default);
        var names = Names();
        foreach (var operation in uses.OfNames(names, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var lifetime = LifetimeOf(operation);
            if (!IsRegistration(lifetime))
                continue;

            foreach (var type in TypesIn(operation, cancellationToken).Select(t => t.OriginalDefinition))
            {
                found[type] = found.TryGetValue(type, out var known) ? known.Add(lifetime) : [lifetime];
                if (!places.ContainsKey(type))
                    places.Add(type, operation.Syntax);
            }

            if (operation is IInvocationOperation { TargetMethod.TypeArguments: var arguments })
            {
                foreach (var parameter in arguments.OfType<ITypeParameterSymbol>().Where(p => p.DeclaringMethod is not null))
                    _wrappers[parameter.DeclaringMethod!.OriginalDefinition] = (parameter.Ordinal, lifetime);
            }
        }

        _kept = new(compilation, names, [.. _followed.Keys], memory.UserSections, found.Select(f => (f.Key, f.Value, places[f.Key])));
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
                _followed.TryAdd(NameInCode.Of(wrapper), true);
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
