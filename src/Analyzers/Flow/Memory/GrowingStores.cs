using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Memory;

/// <summary>Which collections live as long as the process, get more on a path that runs again and again, and lose nothing anywhere in sight?</summary>
internal sealed class GrowingStores(MemoryApis memory, MemberBodies bodies, StoreUses uses, MemberUses members, Lifetimes lifetimes, Runs runs, KeyRange keys, StoredValues stored, OwnCollections own)
{
    // What calls itself so keeps everything on purpose: a double, or a store for a demonstration.
    private static readonly string[] s_onPurpose = ["InMemory", "Mock", "Fake", "Stub", "Dummy"];

    private static readonly string[] s_composing = ["Add", "Append", "Set", "With"];

    private readonly ConcurrentDictionary<ISymbol, GrowingStore?> _known = new(SymbolEqualityComparer.Default);

    /// <summary>The collection that an operation adds to, when it grows without end and this is the operation to tell about.</summary>
    public GrowingStore? At(IOperation collection, IOperation add, CancellationToken cancellationToken)
    {
        var found = OperationShape.Unwrap(collection) switch
        {
            IFieldReferenceOperation { Field: { IsConst: false } field } => Of(field, null, cancellationToken),
            IPropertyReferenceOperation { Property: { Parameters.IsEmpty: true } property } => OfProperty(property, cancellationToken),
            ILocalReferenceOperation { Local: var local } reference => OfLocal(local, reference, cancellationToken),
            // class History : List<string> { public void Note(string line) => Add(line); }
            IInstanceReferenceOperation { Type: INamedTypeSymbol type } when own.CollectionOf(type) is not null && !memory.IsCollection(type) => Of(type, null, cancellationToken),
            _ => null,
        };
        return found is not null && found.Add.Syntax == add.Syntax ? found : null;
    }

    /// <summary>The collection that a field or property holds, when it grows without end.</summary>
    public GrowingStore? Of(ISymbol store, CancellationToken cancellationToken) => Of(store, null, cancellationToken);

    private GrowingStore? OfProperty(IPropertySymbol property, CancellationToken cancellationToken)
    {
        if (Lifetimes.IsAutomatic(property))
            return Of(property, null, cancellationToken);

        // static List<string> Names => s_names;
        var getter = property.GetMethod is { } accessor ? bodies.Of(accessor, cancellationToken) : null;
        return getter is not null && MemberBodies.Operations(getter).OfType<IReturnOperation>().ToList() is { Count: 1 } returns && returns[0].ReturnedValue is { } value && OperationShape.Unwrap(value) is IFieldReferenceOperation { Field: var field }
            ? Of(field, null, cancellationToken)
            : null;
    }

    // var seen = new HashSet<string>(); app.MapGet("/{id}", (string id) => seen.Add(id));
    private GrowingStore? OfLocal(ILocalSymbol local, ILocalReferenceOperation reference, CancellationToken cancellationToken) =>
        SymbolEqualityComparer.Default.Equals(bodies.FunctionOf(reference, cancellationToken), local.ContainingSymbol) ? null : Of(local, OperationShape.RootOf(reference), cancellationToken);

    private GrowingStore? Of(ISymbol store, IOperation? body, CancellationToken cancellationToken)
    {
        var definition = store.OriginalDefinition;
        if (_known.TryGetValue(definition, out var known))
            return known;

        return _known.GetOrAdd(definition, Find(definition, body, cancellationToken));
    }

    private GrowingStore? Find(ISymbol store, IOperation? body, CancellationToken cancellationToken)
    {
        // What the declaration says comes first: who keeps an object of the type is read from all over the program.
        if (store.DeclaringSyntaxReferences.IsEmpty || !IsKnownCollection(store, cancellationToken))
            return null;

        var holder = store switch
        {
            ILocalSymbol => new Holder("the captured", IsOfStore: true),
            INamedTypeSymbol self => lifetimes.HolderOf(self, cancellationToken),
            _ => lifetimes.HolderOf(store, cancellationToken),
        };
        if (holder is null)
            return null;

        var all = store is INamedTypeSymbol type ? UsesOf(type, cancellationToken) : uses.Of(store, body, cancellationToken);
        if (all.Any(u => u.Kind is StoreUseKind.Shrink or StoreUseKind.GivenAway or StoreUseKind.Limit))
            return null;

        var candidates =
            (from use in all
             where use.Kind is StoreUseKind.Add && !IsOfFresh(use.Operation, store) && !(use.IsKeyed && keys.IsBounded(use.Item, cancellationToken)) && !OnceOnly.IsFirstFilling(use.Operation, store)
             let run = store is ILocalSymbol local ? runs.OfKept(use.Operation, local, cancellationToken) ?? default : runs.Of(use.Operation, cancellationToken)
             where run.Kind is not RunKind.Once
             let doubt = DoubtOf(use, run, store, holder, cancellationToken)
             orderby doubt is null descending, run.Kind descending
             select new GrowingStore(use.Operation, store.Name, holder, run, []) { Doubt = doubt, Type = own.CollectionOf(TypeOf(store)), IsKeyed = use.IsKeyed }).ToList();
        return candidates.Count == 0 ? null : candidates[0] with
        {
            OtherAdds = [.. candidates.Skip(1).Select(c => c.Add)],
            Roots = [.. candidates.Select(c => c.Run.Root).OfType<ISymbol>()],
        };
    }

    // var form = new Form(); form.Fields.Add(field);  whoever keeps another form.
    private static bool IsOfFresh(IOperation add, ISymbol store) =>
        add.DescendantsAndSelf().OfType<IMemberReferenceOperation>().FirstOrDefault(m => SymbolEqualityComparer.Default.Equals(m.Member.OriginalDefinition, store)) is { Instance: { } owner } &&
        OperationShape.Unwrap(owner) is ILocalReferenceOperation local && LocalDefinitions.Single(local) is { } made && OperationShape.Unwrap(made) is IObjectCreationOperation;

    /// <summary>What leaves a doubt that a collection is to blame whatever is done with it, as a clause; null when nothing does.</summary>
    public string? DoubtOf(ISymbol store)
    {
        if (MemberBodies.IsVisible(store) && bodies.Compilation.Options.OutputKind is OutputKind.DynamicallyLinkedLibrary)
            return "whoever references the library can take out";

        for (var type = store.ContainingType; type is not null; type = type.ContainingType)
        {
            if (Array.Exists(s_onPurpose, word => type.Name.Contains(word)))
                return "it seems to be kept in memory on purpose";
        }

        return TypeOf(store) is INamedTypeSymbol { TypeArguments: { Length: 2 } arguments } && IsAboutCode(arguments[1])
            ? "what it holds comes from the program's own code, likely"
            : null;
    }

    // What an object that is a collection does with itself, and what is done with those who hold one.
    private IReadOnlyList<StoreUse> UsesOf(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        var within = members.OfNames(memory.NamesOf(ApiEffect.Grows, ApiEffect.Keyed, ApiEffect.Shrinks), type, cancellationToken)
            .SelectMany(o => o.ChildOperations.OfType<IInstanceReferenceOperation>()).ToList();
        return [.. within.SelectMany(o => uses.OfReference(o, type, cancellationToken)), .. lifetimes.StoresOf(type).SelectMany(s => uses.Of(s, null, cancellationToken))];
    }

    private bool IsKnownCollection(ISymbol store, CancellationToken cancellationToken)
    {
        var type = own.CollectionOf(TypeOf(store));
        if (type is null || (KeyTypeOf(type) is { } key && keys.IsBounded(key)))
            return false;

        // Behind an interface may be one with a limit of its own.
        return type.TypeKind is not TypeKind.Interface ||
            (stored.Of(store, cancellationToken).Where(v => v.Parent is not IArgumentOperation).Select(OperationShape.Unwrap).ToList() is { Count: > 0 } values &&
                values.TrueForAll(v => memory.IsCollection(v.Type) && v.Type!.TypeKind is not TypeKind.Interface));
    }

    // Of a set or dictionary; a list keeps what it has already, too.
    private static ITypeSymbol? KeyTypeOf(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeArguments: { IsEmpty: false } arguments } && (arguments.Length == 2 ? !type.Name.StartsWith("Priority", StringComparison.Ordinal) : IsSet(type)) ? arguments[0] : null;

    private static bool IsSet(ITypeSymbol? type) => type is INamedTypeSymbol { TypeArguments.Length: 1 } && type.Name.Contains("Set");

    private static ITypeSymbol? TypeOf(ISymbol store) => store switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        ILocalSymbol local => local.Type,
        _ => store as ITypeSymbol,
    };

    private string? DoubtOf(StoreUse use, Run run, ISymbol store, Holder holder, CancellationToken cancellationToken)
    {
        if (holder.Doubt is { } doubt)
            return doubt;

        if (DoubtOf(store) is { } ofStore)
            return ofStore;

        if (use.IsKeyed && KeyRange.IsCalledFew(use.Item))
            return "there are few of what its key is called";

        if (run is { Kind: RunKind.Called, Root: { } root } && MemberBodies.IsVisible(root) && Array.Exists(s_composing, word => root.Name.StartsWith(word, StringComparison.Ordinal)))
            return "whoever composes the program may be the only one who calls it";

        // _sources.Add(() => Alerts()): what others are told to call, by whoever composes the program.
        if (run.Kind is RunKind.Called && own.CollectionOf(TypeOf(store)) is INamedTypeSymbol { TypeArguments: { Length: 1 } elements } && elements[0].TypeKind is TypeKind.Delegate)
            return "what it holds comes from the program's own code, likely";

        // A dictionary answers for what it is asked again and again, and so does a list that is searched first; a set is told of what is new.
        if (use.IsKeyed && run.Kind is not RunKind.Request && !IsSet(TypeOf(store)) && !KeyRange.IsCalledMany(use.Item) &&
            !(run.Kind is RunKind.Called && keys.IsHandedOver(use.Item, cancellationToken)))
            return "nothing says that there are ever more keys";

        if (run.Kind is RunKind.Event)
            return "an event may be raised a few times only";

        var isCertain = KeyRange.IsInput(use.Item) || (run.Kind is RunKind.Request or RunKind.Worker or RunKind.Timer && (!use.IsKeyed || use.Item is not null));
        return isCertain ? null : "what is added is not seen to differ from call to call";
    }

    // Compiled regular expressions, delegates, serialisers, instruments of metrics, ambient values: as many as the code names.
    private bool IsAboutCode(ITypeSymbol value) => keys.IsBounded(value) || (value is IArrayTypeSymbol { ElementType: var element } && IsAboutCode(element)) || value is { TypeKind: TypeKind.Delegate } or { Name: "Regex" or "JsonSerializerOptions" or "XmlSerializer" or "PropertyDescriptor" or "AsyncLocal" } ||
        value is { ContainingNamespace: { Name: "Metrics", ContainingNamespace.Name: "Diagnostics" } } ||
        (Lifetimes.LazyValueOf(value) is { } lazy && IsAboutCode(lazy));
}
