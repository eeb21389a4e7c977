using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Memory;

/// <summary>How many different values can a key have in the life of the process?</summary>
internal sealed class KeyRange(MemoryApis memory, MemberBodies bodies, MemberUses uses, Lifetimes lifetimes)
{
    /// <summary>Operators, variables and callers that a key is followed through.</summary>
    private const int MaxSteps = 12;

    private static readonly string[] s_few =
    [
        "Type", "TypeName", "Kind", "Culture", "CultureName", "Locale", "Language", "LanguageCode", "Currency", "CurrencyCode", "CryptoCode", "Country", "CountryCode", "Provider", "ProviderName",
        "Queue", "QueueName", "Network", "Topic", "TopicName", "TableName", "ColumnName", "PropertyName", "MemberName", "MethodName", "Setting", "SettingName", "Scheme", "TimeZone",
        "TypeId", "SchemaName", "SchedulerName", "DataSourceName", "DataSource", "ConnectionString",
    ];

    // Who and what come from outside, and ever more of them, as words of a name: userId, targetUsers, requestUrl.
    private static readonly string[] s_many =
    [
        "user", "username", "person", "customer", "account", "member", "visitor", "player", "session", "connection", "request", "message", "correlation", "trace", "token", "email", "address", "ip",
        "phone", "url", "uri", "query", "search", "text", "host", "hostname", "file", "filename",
    ];

    /// <summary>Whether the number of values is fixed by the code: constants, types, members, enums, cultures, and what is made of them.</summary>
    public bool IsBounded(IOperation? key, CancellationToken cancellationToken) => key is not null && IsBounded(key, 0, cancellationToken);

    /// <summary>Whether all values of a type are few.</summary>
    public bool IsBounded(ITypeSymbol? type) => IsBounded(type, 0);

    /// <summary>Whether a value comes from whoever calls the member, sends the message, or makes the object.</summary>
    public static bool IsInput(IOperation? value) => value is not null && Parts(value, 0).Any(o => o switch
    {
        IParameterReferenceOperation { Parameter: var parameter } => parameter.Type.Name is not "CancellationToken",
        IInstanceReferenceOperation self => self.Parent is IArgumentOperation,
        _ => false,
    });

    /// <summary>Whether all that goes into a key is called like something of which a program or an installation has few: <c>currency</c>, <c>jobTypeName</c>, <c>server.Id</c>.</summary>
    public static bool IsCalledFew(IOperation? key) => key is not null && key.DescendantsAndSelf().Where(o => o.Parent is not IPropertyReferenceOperation)
        .Select(NameWithOwner).OfType<string>().ToList() is { Count: > 0 } names && names.TrueForAll(n => Array.Exists(s_few, w => n.EndsWith(w, StringComparison.OrdinalIgnoreCase)) || Handful.Of(Handful.WithoutKey(n)) is not null);

    /// <summary>Whether something that goes into a key is called like what comes from outside, ever more of it, or tells one thing from all others: <c>requestUrl</c>, <c>order.Id</c>.</summary>
    public static bool IsCalledMany(IOperation? key) => key is not null && Parts(key, 0).Any(p => (NameOf(p) is { } name && IsMany(name)) || IsIdentity(p));

    /// <summary>
    /// Whether a key is made of plain values that whoever calls the member hands over: <c>key</c>, <c>$"{id}:{language}"</c>, and not <c>map.Number</c>, which says which of the
    /// maps, or <c>containerName</c>, which code names.
    /// </summary>
    public bool IsHandedOver(IOperation? key, CancellationToken cancellationToken)
    {
        var parts = key is null ? [] : Parts(key, 0).ToList();
        return parts.Exists(IsHanded) && parts.TrueForAll(o => IsHanded(o) || IsBounded(o, 0, cancellationToken) || o switch
        {
            ILocalReferenceOperation local => !LocalDefinitions.Of(local).IsEmpty,
            IMemberReferenceOperation or IParameterReferenceOperation => false,
            _ => true,
        });

        static bool IsHanded(IOperation part) => part is IParameterReferenceOperation { Parameter: { Name: var name, Type: var type } } && IsPlain(type) && !name.EndsWith("Name", StringComparison.Ordinal);
    }

    private static bool IsIdentity(IOperation part) => part is IPropertyReferenceOperation { Instance: not (null or IInstanceReferenceOperation), Property: var property } && (property.Name == "Key" || OperationShape.IsIdentity(property));

    private static bool IsPlain(ITypeSymbol? type) => type is { SpecialType: not (SpecialType.None or SpecialType.System_Object) } or { Name: "Guid" };

    private static string? NameOf(IOperation part) => part switch
    {
        IParameterReferenceOperation parameter => parameter.Parameter.Name,
        ILocalReferenceOperation local => local.Local.Name,
        IPropertyReferenceOperation property => property.Property.Name,
        _ => null,
    };

    // server.Id: which of the servers.
    private static string? NameWithOwner(IOperation part) => part is IPropertyReferenceOperation { Instance: { Type.Name: var owner }, Property: var property } && OperationShape.IsIdentity(property) && Handful.Of(property.Name) is null
        ? owner + property.Name
        : NameOf(part);

    // A host comes by its name from outside; by its id it is one of those that are known.
    private static bool IsMany(string name) => !name.EndsWith("hostId", StringComparison.OrdinalIgnoreCase) && NameWords.Of(name).Any(word => Array.IndexOf(s_many, word) >= 0 || Array.IndexOf(s_many, word.TrimEnd('s')) >= 0);

    private static IEnumerable<IOperation> Parts(IOperation value, int depth)
    {
        foreach (var part in value.DescendantsAndSelf())
        {
            yield return part;
            if (part is not ILocalReferenceOperation local || depth >= MaxSteps)
                continue;

            foreach (var inner in LocalDefinitions.Of(local).Concat(LocalSources.Of(local)).SelectMany(d => Parts(d, depth + (MaxSteps / 3))))
                yield return inner;
        }
    }

    private bool IsBounded(ITypeSymbol? type, int depth)
    {
        switch (type)
        {
            case { TypeKind: TypeKind.Enum } or { SpecialType: SpecialType.System_Enum or SpecialType.System_Boolean or SpecialType.System_Byte or SpecialType.System_SByte or SpecialType.System_Char }:
                return true;
            case INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: var value }:
                return IsBounded(value[0], depth);
            case INamedTypeSymbol { IsTupleType: true } tuple:
                return tuple.TupleElements.All(e => IsBounded(e.Type, depth + 1));
            case INamedTypeSymbol { Name: "Tuple" or "KeyValuePair", TypeArguments: { IsEmpty: false } parts } pair when Dispatch.IsOfFramework(pair):
                return parts.All(p => IsBounded(p, depth + 1));
            case INamedTypeSymbol named when memory.OfType(named) is ApiEffect.Bounded:
                return true;
            // record struct TypePair(Type From, Type To)
            case INamedTypeSymbol { IsAbstract: false, TypeKind: TypeKind.Struct or TypeKind.Class, DeclaringSyntaxReferences.IsEmpty: false } own when depth < MaxSteps / 3:
                var fields = own.GetMembers().OfType<IFieldSymbol>().Where(f => !f.IsStatic && !f.IsConst).ToList();
                return fields.Count > 0 && fields.TrueForAll(f => IsBounded(f.Type, depth + 1));
            default:
                return false;
        }
    }

    private bool IsBounded(IOperation key, int depth, CancellationToken cancellationToken)
    {
        if (key.ConstantValue.HasValue || IsBounded(key.Type))
            return true;

        if (depth > MaxSteps)
            return false;

        switch (key)
        {
            case IConversionOperation conversion:
                return Is(conversion.Operand);
            // id % 16, Math.Clamp(id, 0, 10)
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Remainder, RightOperand: var divisor } when Is(divisor):
            case IInvocationOperation { TargetMethod: { Name: "Clamp", ContainingType.Name: nameof(Math) }, Arguments: { Length: 3 } limits } when Is(limits[1].Value) && Is(limits[2].Value):
                return true;
            case ILocalReferenceOperation or IParameterReferenceOperation when IsOneOfFew(key):
                return true;
            case IBinaryOperation binary:
                return Is(binary.LeftOperand) && Is(binary.RightOperand);
            case ICoalesceOperation coalesce:
                return Is(coalesce.Value) && Is(coalesce.WhenNull);
            case IConditionalOperation { WhenFalse: { } otherwise } choice:
                return Is(choice.WhenTrue) && Is(otherwise);
            case ISwitchExpressionOperation choice:
                return choice.Arms.All(a => Is(a.Value));
            case ITupleOperation tuple:
                return tuple.Elements.All(Is);
            case IInterpolatedStringOperation text:
                return text.Parts.OfType<IInterpolationOperation>().All(p => Is(p.Expression));
            case IObjectCreationOperation { Arguments: { IsEmpty: false } arguments, Initializer: null }:
                return arguments.All(a => Is(a.Value));
            case IConditionalAccessOperation access:
                return Is(access.Operation);
            case IInstanceReferenceOperation { Type: INamedTypeSymbol type }:
                return lifetimes.HolderOf(type, cancellationToken) is not null;
            case ILocalReferenceOperation local:
                return IsLocalBounded(local, depth, cancellationToken);
            case IParameterReferenceOperation parameter:
                return IsParameterBounded(parameter.Parameter, depth, cancellationToken);
            case IFieldReferenceOperation field:
                return (field.Field.IsStatic && field.Field.IsReadOnly) || (field.Instance is { } owner && Is(owner));
            case IPropertyReferenceOperation property:
                return memory.Find(property.Property, null) is ApiEffect.Bounded || (property.Instance is { } of && Is(of));
            // type.FullName, method.ToString(), Combine(typeof(T), name)
            case IInvocationOperation call:
                return (call.Instance is not null || !call.Arguments.IsEmpty) && (call.Instance is not { } on || Is(on)) && call.Arguments.All(a => Is(a.Value));
            default:
                return false;
        }

        bool Is(IOperation part) => IsBounded(part, depth + 1, cancellationToken);
    }

    // if (path is "/a" or "/b") ..., if (s_paths.Contains(path)) ...: only values that the code names come here.
    private static bool IsOneOfFew(IOperation key)
    {
        return (key.Type is { IsValueType: true } or { SpecialType: SpecialType.System_String } ? OperationShape.VariableOf(key) : null) is { } variable && DecidingConditions.Of(key).Any(d => Tests(d.Condition, d.Outcome));

        bool Tests(IOperation condition, bool outcome) => OperationShape.Unwrap(condition) switch
        {
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand } => Tests(operand, !outcome),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } parts => (parts.OperatorKind is BinaryOperatorKind.ConditionalAnd) == outcome
                ? Tests(parts.LeftOperand, outcome) || Tests(parts.RightOperand, outcome)
                : Tests(parts.LeftOperand, outcome) && Tests(parts.RightOperand, outcome),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } equal => (equal.OperatorKind is BinaryOperatorKind.Equals) == outcome &&
                ((IsIt(equal.LeftOperand) && equal.RightOperand.ConstantValue.HasValue) || (IsIt(equal.RightOperand) && equal.LeftOperand.ConstantValue.HasValue)),
            IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: var pattern }, Value: var value } => !outcome && IsIt(value) && IsConstants(pattern),
            IIsPatternOperation pattern => outcome && IsIt(pattern.Value) && IsConstants(pattern.Pattern),
            IInvocationOperation { TargetMethod.Name: "Contains" or "ContainsKey" or "TryGetValue" } call => outcome && OperationShape.ReceiverOf(call) is { } all && IsWrittenDown(all) && call.Arguments.Any(a => IsIt(a.Value)),
            _ => false,
        };

        bool IsIt(IOperation value) => SymbolEqualityComparer.Default.Equals(OperationShape.VariableOf(OperationShape.Unwrap(value)), variable);
        static bool IsConstants(IPatternOperation pattern) => pattern is IConstantPatternOperation || (pattern is IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } or && IsConstants(or.LeftPattern) && IsConstants(or.RightPattern));
    }

    // A table of the code, or of its settings: options.Value.Regions
    private static bool IsWrittenDown(IOperation values) => OperationShape.Unwrap(values) switch
    {
        IFieldReferenceOperation { Field: { IsStatic: true, IsReadOnly: true } } => true,
        IPropertyReferenceOperation { Property: { Name: "Value" or "CurrentValue", ContainingType.Name: "IOptions" or "IOptionsMonitor" or "IOptionsSnapshot" } } => true,
        IPropertyReferenceOperation { Instance: { } owner } => IsWrittenDown(owner),
        _ => false,
    };

    private bool IsLocalBounded(ILocalReferenceOperation local, int depth, CancellationToken cancellationToken)
    {
        var sources = LocalDefinitions.Of(local);
        if (!sources.IsEmpty)
            return sources.All(s => IsBounded(s, depth + 2, cancellationToken));

        // foreach (var kind in s_kinds): what a program's own list of values holds.
        var holders = LocalSources.Of(local);
        return !holders.IsEmpty && holders.All(h => OperationShape.Unwrap(h) switch
        {
            IFieldReferenceOperation { Field: { IsStatic: true, IsReadOnly: true } } => true,
            IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues.All(v => IsBounded(v, depth + 2, cancellationToken)),
            ICollectionExpressionOperation list => list.Elements.All(v => IsBounded(v, depth + 2, cancellationToken)),
            _ => false,
        });
    }

    // Count("orders"), by everybody who calls it.
    private bool IsParameterBounded(IParameterSymbol parameter, int depth, CancellationToken cancellationToken)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.Constructor } method ||
            (MemberBodies.IsVisible(method) && bodies.Compilation.Options.OutputKind is OutputKind.DynamicallyLinkedLibrary))
        {
            return false;
        }

        var callers = uses.Of(method, cancellationToken);
        return !callers.IsEmpty && callers.All(c => ArgumentFor(c) is { } argument && IsBounded(argument, depth + 3, cancellationToken));

        IOperation? ArgumentFor(IOperation caller) => (caller switch
        {
            IInvocationOperation call => call.Arguments,
            IObjectCreationOperation creation => creation.Arguments,
            _ => [],
        }).FirstOrDefault(a => a.Parameter?.Ordinal == parameter.Ordinal)?.Value;
    }
}
