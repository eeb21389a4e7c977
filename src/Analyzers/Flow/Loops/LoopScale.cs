using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Loops;

/// <summary>Does the number of turns grow with data, or is it small by nature?</summary>
internal static class LoopScale
{
    // What one user, or one request, has a handful of. By the element's name only: rows that belong to users are as many as users.
    private static readonly string[] s_handfulOfOne = ["claim", "login", "scope", "language", "currency", "theme", "coupon", "tag", "label", "locale"];

    // The same where it is told by its name or id, as those of one user are. Rows of roles are all there are: fullstackhero/dotnet-starter-kit asked for each of them whether a user has it.
    private static readonly string[] s_handfulOfValues = ["role"];

    /// <summary>Variables between a query and the level that it asks for.</summary>
    private const int MaxSteps = 20;

    private static readonly string[] s_ofSides = ["new", "old", "source", "target", "add", "remove", "primary", "secondary", "additional"];

    /// <summary>
    /// Why <paramref name="operation"/> deserves less in <paramref name="repeat"/> than one that could be done for all elements at once, as a
    /// clause; null when nothing says so.
    /// </summary>
    public static string? SmallBecause(Repeat repeat, IOperation operation)
    {
        return IsOnItsOwn(repeat, operation) ? "each element is handled on its own, errors included"
            : EndsItsOwn(repeat, operation) ? "each element is a transaction or context of its own"
            : AsksForGroup(repeat, operation) ? "the elements of each group are asked for at once"
            : AsksForLevel(repeat, operation) ? "one turn for each level, all of which is asked for at once"
            : KeyThatDoes(repeat, operation) is { } service ? $"one turn per implementation of '{service}'"
            : IsAskedForItsOwn(repeat, operation) ? "each is asked once for all that is its own"
            : FewBecause(repeat);
    }

    // foreach (var rows in all.GroupBy(r => r.AccountId)) { var ids = rows.Select(r => r.OrderId).ToList(); db.Orders.Where(o => ids.Contains(o.Id)).Load(); }
    // A method of the program may be given the group and ask for its key: Sonarr, the series of each group of decisions.
    private static bool AsksForGroup(Repeat repeat, IOperation operation)
    {
        return repeat.Element is { } group && ElementType(repeat) is { Name: "IGrouping" } && operation is IInvocationOperation { TargetMethod.DeclaringSyntaxReferences.IsEmpty: true } && operation.Descendants().Any(used => IsWhole(used, group) ||
            (used is ILocalReferenceOperation local && LocalDefinitions.Single(local) is { } definition && OperationShape.Unwrap(definition) is { Type: var type } of && ValuePath.IsSequence(type) && of.Descendants().Any(d => IsWhole(d, group))));
    }

    // while (level.Count > 0) { var next = db.Folders.Where(f => level.Contains(f.ParentId)).ToList(); ... level = next; }   as often as the tree is deep.
    private static bool AsksForLevel(Repeat repeat, IOperation operation)
    {
        if (repeat.Loop is not IWhileLoopOperation { Condition: { } condition } loop)
            return false;

        // What is left for the next turn, and what is asked for because of it, are both made anew in each.
        var levels = loop.Descendants().OfType<ISimpleAssignmentOperation>().Select(a => OperationShape.VariableOf(a.Target)).OfType<ILocalSymbol>().Where(l => ValuePath.IsSequence(l.Type) && !loop.Declares(l)).ToImmutableHashSet<ISymbol>(SymbolEqualityComparer.Default);
        return condition.DescendantsAndSelf().Any(o => o is ILocalReferenceOperation { Local: var asked } && levels.Contains(asked)) && Asks(operation, new(SymbolEqualityComparer.Default));

        bool Asks(IOperation query, HashSet<ISymbol> seen) => query.DescendantsAndSelf().Any(used => levels.Any(l => IsWhole(used, l)) ||
            (used is ILocalReferenceOperation { Local: var part } local && loop.Declares(part) && seen.Count < MaxSteps && seen.Add(part) && LocalDefinitions.Single(local) is { } definition && Asks(definition, seen)));
    }

    // All of a collection or of each something, and not one: group, group.ToList(), group.Select(x => x.Id), but not group.Key or group.First().
    private static bool IsWhole(IOperation used, ISymbol collection)
    {
        if (!SymbolEqualityComparer.Default.Equals(OperationShape.VariableOf(used), collection))
            return false;

        var whole = OperationShape.Outermost(used);
        while (whole.Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.IsExtensionMethod: true } call } && OperationShape.ReceiverOf(call) == whole && ValuePath.IsSequence(call.Type))
            whole = OperationShape.Outermost(call);

        return whole.Parent switch
        {
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { IsExtensionMethod: true, Name: var name } } of } when OperationShape.ReceiverOf(of) == whole => name == LoopGuards.Membership,
            IArgumentOperation or IVariableInitializerOperation or ISimpleAssignmentOperation => ValuePath.IsSequence(whole.Type),
            IInvocationOperation { TargetMethod.Name: LoopGuards.Membership } of => of.Instance == whole,
            _ => false,
        };
    }

    // Dictionary<ILoader, List<int>>: foreach (var entry in ids) entry.Key.Load(entry.Value);
    private static string? KeyThatDoes(Repeat repeat, IOperation operation) =>
        operation is IInvocationOperation { Instance: { } instance } && OperationShape.Unwrap(instance) is IPropertyReferenceOperation { Property.Name: "Key", Instance: ILocalReferenceOperation { Local: var local }, Type: { TypeKind: TypeKind.Interface, Name: var name } service } &&
        SymbolEqualityComparer.Default.Equals(local, repeat.Element) && IsService(service)
            ? name
            : null;

    // foreach (var group in orders.GroupBy(o => ShardOf(o))) group.Key.Save(group.ToList());     foreach (var pair in documentsOf) pair.Key.InsertMany(pair.Value);
    private static bool IsAskedForItsOwn(Repeat repeat, IOperation operation)
    {
        return operation is IInvocationOperation { Instance: { } instance } call && repeat.Element is { } element && IsPart(instance, "Key") &&
            call.Arguments.Any(a => (a.Value.DescendantsAndSelf().Any(v => IsPart(v, "Value") || IsWhole(v, element))) && ValuePath.IsSequence(OperationShape.Unwrap(a.Value).Type));

        bool IsPart(IOperation value, string name) => OperationShape.Unwrap(value) is IPropertyReferenceOperation { Property: { Name: var part, ContainingType.Name: "IGrouping" or "KeyValuePair" }, Instance: { } pair } &&
            part == name && SymbolEqualityComparer.Default.Equals(OperationShape.VariableOf(OperationShape.Unwrap(pair)), element);
    }

    /// <summary>
    /// Why no other call than <paramref name="operation"/> itself would do, as a clause: it is asked with what it answered in the turn before, as redirects are
    /// followed. Of rows that lead to rows this would be wrong, for a database can walk.
    /// </summary>
    public static string? OneAfterTheOtherBecause(Repeat repeat, IOperation operation) =>
        repeat.Loop is not (null or IForEachLoopOperation) && PageLoops.KeptIn(operation) is { } answer &&
        operation.Descendants().Any(o => SymbolEqualityComparer.Default.Equals(answer, OperationShape.VariableOf(o)))
            ? "each turn follows the answer of the turn before"
            : null;

    /// <summary>Whether a loop turns until something is so, whatever there is of data: <c>while (tries &lt; max)</c>, <c>for (var i = 1; ; i++)</c>, <c>for (var i = 0; i &lt; least || elapsed &lt; duration; i++)</c>.</summary>
    public static bool IsOpenEnded(Repeat repeat) => repeat.Loop switch
    {
        IWhileLoopOperation loop => !WalksData(loop),
        IForLoopOperation loop => loop.Condition is null or IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr },
        _ => false,
    };

    /// <summary>Why the number of turns of <paramref name="repeat"/> is small by nature, as a clause; null when it grows, as far as can be seen.</summary>
    public static string? FewBecause(Repeat repeat)
    {
        if (IsOpenEnded(repeat))
            return "nothing says how often the loop turns";

        if (repeat.Source is { } source && OperationShape.Unwrap(source) is IInvocationOperation { TargetMethod.Name: "Skip" } skip && skip.Arguments[skip.Arguments.Length - 1].Value.ConstantValue is { HasValue: true, Value: 1 })
            return "all but the first, where one is the rule";

        if (repeat.Source is { } text && (IsText(text) ? !IsGivenMore(repeat.Construct) : LoopGuards.Chain(text).Any(CutsText)))
            return "the parts of one text";

        if (ElementType(repeat) is not { } type)
            return repeat.Source is { } handed ? PerOne(null, null, Singular(NameOf(OperationShape.Unwrap(handed)))) : null;

        if (type is INamedTypeSymbol { TypeKind: TypeKind.Interface } or { IsAbstract: true, TypeKind: TypeKind.Class } && IsService(type))
            return $"one turn per implementation of '{type.Name}'";

        if (repeat.Source is { } options && OperationShape.Unwrap(options) is IPropertyReferenceOperation { Property: { ContainingType: { } holder, Name: var option } } && holder.Name.EndsWith("Options", StringComparison.Ordinal))
            return $"what is configured as '{option}'";

        // var userRoles = await userManager.GetRolesAsync(user);
        if (repeat.Source is { } given && LoopGuards.Chain(given).FirstOrDefault(c => c.TargetMethod.ContainingType?.Name.EndsWith("UserManager", StringComparison.Ordinal) == true) is { TargetMethod.Name: "GetRolesAsync" or "GetClaimsAsync" or "GetLoginsAsync" })
            return "as many turns as one user has of them";

        var named = Named(repeat, type);
        return OfOneObject(repeat) is { } word ? $"one turn per {word}" : PerOne(named.Type, named.Element, named.Collection);
    }

    // text.Split(','), Regex.Matches(text, pattern), and SplitMessage(text) of the program's own.
    private static bool CutsText(IInvocationOperation call) =>
        call.TargetMethod is { Name: "Split", ContainingType.SpecialType: SpecialType.System_String } or { Name: "Matches", ContainingType.Name: "Regex" } ||
        (call.TargetMethod.Name.Contains("Split") && call.Arguments.FirstOrDefault()?.Value is { } text && IsText(text));

    private static bool IsText(IOperation value) => OperationShape.Unwrap(value).Type is { SpecialType: SpecialType.System_String };

    // Titles.Parse(title, part => Load(part)), and not ForEach("orders", orders, o => Load(o)), whose text is a name.
    private static bool IsGivenMore(IOperation construct) => construct is IInvocationOperation call && call.Arguments.Any(a => ValuePath.IsSequence(OperationShape.Unwrap(a.Value).Type));

    private static string? PerOne(string? type, string? element, string? collection)
    {
        if ((WordOf(element, s_handfulOfOne) ?? WordOf(collection, s_handfulOfOne) ?? (type is null ? WordOf(element, s_handfulOfValues) ?? WordOf(collection, s_handfulOfValues) : null)) is { } ofOne)
            return $"one turn per {ofOne}";

        return Handful.Of(type, Singular(element), collection) is { } kind ? $"one turn per {kind}" : null;
    }

    // foreach (var text in model.Locales): what one object has, whatever each is called.
    private static string? OfOneObject(Repeat repeat) =>
        repeat.Source is { } source && OperationShape.Unwrap(source) is IPropertyReferenceOperation { Instance: not (null or IInstanceReferenceOperation), Property: { Name: var name, Type.Name: not ("DbSet" or "IDbSet" or "IQueryable") } } &&
        Singular(name) is { } one ? WordOf(one, s_handfulOfOne) ?? WordOf(one, s_handfulOfValues) : null;

    // What the elements are is said by their type, or, where it is a pair or a plain value, by their name and that of the collection: storeId in stores, (name, fetcher) in usedProviders.
    private static (string? Type, string Element, string? Collection) Named(Repeat repeat, ITypeSymbol type)
    {
        var element = repeat.Element!.Name;
        if (repeat.Source is { } groups && type.Name == "IGrouping" && LoopGuards.Chain(groups).FirstOrDefault(c => c.TargetMethod.Name == "GroupBy") is { } grouping)
            return (null, KeyOf(grouping) ?? element, null);

        return IsPlain(type) ? (null, element, repeat.Source is { } source ? Singular(NameOf(OperationShape.Unwrap(source))) : null) : (type.Name, element, null);
    }

    // GroupBy(u => u.TenantId), GroupBy(u => u.Tenant.Id)
    private static string? KeyOf(IInvocationOperation grouping)
    {
        var key = grouping.Arguments.SelectMany(a => a.Value.Descendants()).OfType<IReturnOperation>().FirstOrDefault()?.ReturnedValue;
        return key is null ? null : OperationShape.Unwrap(key) is IMemberReferenceOperation { Member.Name: "Id", Instance: IMemberReferenceOperation of } ? of.Member.Name : NameOf(OperationShape.Unwrap(key));
    }

    private static bool IsPlain(ITypeSymbol type) =>
        type is { SpecialType: not SpecialType.None } or { IsTupleType: true } or { IsAnonymousType: true } or { Name: "Guid" or "KeyValuePair", ContainingNamespace: not null };

    private static string? NameOf(IOperation collection) => collection switch
    {
        // labels.Select(l => l.Trim())
        IInvocationOperation { TargetMethod: { IsExtensionMethod: true, ContainingNamespace: { Name: "Linq", ContainingNamespace.Name: "System" } } } call when OperationShape.ReceiverOf(call) is { } of => NameOf(OperationShape.Unwrap(of)),
        IInvocationOperation call => call.TargetMethod.Name,
        _ => OperationShape.StorageOf(collection)?.Name,
    };

    // storeIds, countriesToAdd -> store, country
    private static string? Singular(string? name)
    {
        if (name is null)
            return null;

        var to = name.IndexOf("To", StringComparison.Ordinal);
        if (to > 0 && to + 2 < name.Length && char.IsUpper(name[to + 2]))
            name = name.Substring(0, to);

        return Handful.WithoutKey(name.EndsWith("ies", StringComparison.Ordinal) ? name.Substring(0, name.Length - 3) + "y" : name.TrimEnd('s'));
    }

    // foreach (...) { try { Process(x); } catch (Exception e) { Log(e); } }: the next one goes on when this one fails, which a batch does not.
    private static bool IsOnItsOwn(Repeat repeat, IOperation operation)
    {
        for (var child = operation; child.Parent is { } parent && child != repeat.Construct; child = parent)
        {
            if (parent is ITryOperation { Catches: { IsEmpty: false } catches } attempt && child == attempt.Body && catches.Any(c => GoesOn(c.Handler)))
                return true;
        }

        return false;
    }

    // catch (Exception e) { if (IsDuplicate(e)) continue; throw; }: what was expected goes on as well.
    private static bool GoesOn(IBlockOperation handler) => !handler.Operations.Any(OperationShape.IsThrow) ||
        handler.Operations.TakeWhile(o => !OperationShape.IsThrow(o)).Any(o => o.DescendantsAndSelf().Any(d => d is IBranchOperation { BranchKind: BranchKind.Continue }));

    // foreach (var context in contexts) context.SaveChanges();     foreach (var active in transactions.Values) active.Transaction.Commit();
    private static bool EndsItsOwn(Repeat repeat, IOperation operation)
    {
        if (operation is not IInvocationOperation { TargetMethod.Name: "SaveChanges" or "SaveChangesAsync" or "Commit" or "CommitAsync", Instance: { } instance } || repeat.Element is not { } element)
            return false;

        var holder = OperationShape.Unwrap(instance);
        while (holder is IMemberReferenceOperation { Instance: { } of })
            holder = OperationShape.Unwrap(of);

        return SymbolEqualityComparer.Default.Equals(element, OperationShape.VariableOf(holder));
    }

    // claim, claimId, newClaim; not userLogin, which is a row for each user.
    private static string? WordOf(string? name, string[] words)
    {
        if (name is null)
            return null;

        name = Handful.WithoutKey(name);
        foreach (var prefix in s_ofSides)
        {
            if (name.Length > prefix.Length && name.StartsWith(prefix, StringComparison.Ordinal) && char.IsUpper(name[prefix.Length]))
                name = name.Substring(prefix.Length);
        }

        return Array.Find(words, word => name.Equals(word, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The type of the elements that <paramref name="repeat"/> goes through; null when they have no variable.</summary>
    public static ITypeSymbol? ElementType(Repeat repeat) => OperationShape.TypeOf(repeat.Element);

    // An abstraction with behaviour, which the program composes; an entity behind an interface has properties, and a group of a query is data.
    private static bool IsService(ITypeSymbol type)
    {
        if (type.AllInterfaces.Any(i => i.SpecialType is SpecialType.System_Collections_IEnumerable))
            return false;

        var members = type.GetMembers().Concat(type.AllInterfaces.SelectMany(i => i.GetMembers())).ToList();
        return members.OfType<IMethodSymbol>().Any(m => m is { MethodKind: MethodKind.Ordinary, IsStatic: false }) &&
            members.OfType<IPropertySymbol>().Count(p => p.SetMethod is not null) <= 1;
    }

    // while (reader.Read()), while (pending.Count > 0), while (queue.TryDequeue(out var x)), while (node != null)
    private static bool WalksData(IWhileLoopOperation loop) => loop.Condition is { ConstantValue.HasValue: false } condition &&
        condition.DescendantsAndSelf().Any(o => o switch
        {
            IInvocationOperation { TargetMethod.Name: var name } => name is "Read" or "ReadAsync" or "MoveNext" or "MoveNextAsync" or "Any" or "TryPop" || name.StartsWith("TryDequeue", StringComparison.Ordinal),
            IPropertyReferenceOperation { Property.Name: "Count" or "Length" } => true,
            _ => false,
        });
}
