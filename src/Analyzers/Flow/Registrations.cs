using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow;

/// <summary>Which types does the program register with its container, and for how long? Read from the code, once.</summary>
internal sealed class Registrations(MemoryApis memory, MemberUses uses)
{
    private readonly object _gate = new();
    private ImmutableDictionary<INamedTypeSymbol, ImmutableHashSet<ApiEffect>>? _lifetimes;

    /// <summary>The lifetimes with which a type is registered, as itself or as what it implements.</summary>
    public ImmutableHashSet<ApiEffect> Of(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        lock (_gate)
            _lifetimes ??= Read(cancellationToken);

        return _lifetimes.TryGetValue(type.OriginalDefinition, out var lifetimes) ? lifetimes : [];
    }

    private ImmutableDictionary<INamedTypeSymbol, ImmutableHashSet<ApiEffect>> Read(CancellationToken cancellationToken)
    {
        var found = new Dictionary<INamedTypeSymbol, ImmutableHashSet<ApiEffect>>(SymbolEqualityComparer.Default);
        var names = memory.NamesOf(ApiEffect.Singleton, ApiEffect.Scoped, ApiEffect.Transient, ApiEffect.Registers);
        foreach (var operation in uses.OfNames(names.Where(n => n.Length > 0), cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (LifetimeOf(operation) is not (var lifetime and (ApiEffect.Singleton or ApiEffect.Scoped or ApiEffect.Transient)))
                continue;

            foreach (var type in TypesIn(operation, cancellationToken))
                found[type.OriginalDefinition] = found.TryGetValue(type.OriginalDefinition, out var known) ? known.Add(lifetime) : [lifetime];
        }

        return found.ToImmutableDictionary<INamedTypeSymbol, ImmutableHashSet<ApiEffect>>(SymbolEqualityComparer.Default);
    }

    private ApiEffect LifetimeOf(IOperation operation)
    {
        var effect = operation switch
        {
            IInvocationOperation call => memory.Find(call.TargetMethod, null),
            IObjectCreationOperation { Constructor: { } constructor } => memory.Find(constructor, null),
            _ => ApiEffect.None,
        };
        return effect is ApiEffect.Registers ? SaidBy(operation) : effect;
    }

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
        var told = registration is IInvocationOperation { TargetMethod.TypeArguments: var arguments } ? arguments : [];
        var given = ArgumentsOf(registration).SelectMany(a => Told(a.Value)).ToList();
        // builder.RegisterType<Clock>().As<IClock>().SingleInstance()
        if (told.IsEmpty && given.Count == 0 && registration is IInvocationOperation { Instance: IInvocationOperation before })
            return TypesIn(before, cancellationToken);

        return told.Concat(given).SelectMany(t => Named(t, registration, cancellationToken));
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
