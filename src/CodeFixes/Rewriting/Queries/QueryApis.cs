using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Rewriting.Queries;

/// <summary>How Entity Framework Core spells what the batching fix reads and writes. No other file names one of its members.</summary>
internal static class QueryApis
{
    private const string Namespace = "Microsoft.EntityFrameworkCore";

    // What may stand between the set and the call that runs the query: what neither picks rows by number nor changes their shape.
    private static readonly ImmutableHashSet<string> s_operators =
    [
        "Where", "Include", "ThenInclude", "OrderBy", "OrderByDescending", "ThenBy", "ThenByDescending", "AsNoTracking",
        "AsNoTrackingWithIdentityResolution", "AsTracking", "AsSplitQuery", "AsSingleQuery", "IgnoreQueryFilters", "IgnoreAutoIncludes",
        "TagWith", "AsQueryable",
    ];

    private static readonly ImmutableDictionary<string, ReadKind> s_kinds = new Dictionary<string, ReadKind>
    {
        ["First"] = ReadKind.First,
        ["FirstOrDefault"] = ReadKind.FirstOrDefault,
        ["Single"] = ReadKind.Single,
        ["SingleOrDefault"] = ReadKind.SingleOrDefault,
        ["ToList"] = ReadKind.List,
        ["ToArray"] = ReadKind.Array,
        ["Any"] = ReadKind.Any,
        ["Count"] = ReadKind.Count,
        ["LongCount"] = ReadKind.LongCount,
        ["Sum"] = ReadKind.Sum,
        ["Max"] = ReadKind.Max,
        ["Min"] = ReadKind.Min,
    }.ToImmutableDictionary();

    /// <summary>What kind of read the method is, or null when it is none that can be batched.</summary>
    public static ReadKind? KindOf(IMethodSymbol method)
    {
        var name = IsAsync(method) ? method.Name.Substring(0, method.Name.Length - "Async".Length) : method.Name;

        if (name == "Find" && method.ContainingType.MetadataName is "DbSet`1" or "DbContext" && IsEntityFramework(method))
            return ReadKind.Find;

        return IsQueryMethod(method) && s_kinds.TryGetValue(name, out var kind) ? kind : null;
    }

    /// <summary>The query that a loop or <c>List.AddRange</c> goes through, of which a call is an operator, or to which it is given; null for any other call.</summary>
    public static InvocationExpressionSyntax? GoneThrough(InvocationExpressionSyntax call, SemanticModel model)
    {
        var query = IsAddRange(call) ? call.ArgumentList.Arguments[0].Expression as InvocationExpressionSyntax : call;
        while (query?.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next })
            query = next;

        return query is { Parent: ForEachStatementSyntax { AwaitKeyword.RawKind: 0 } loop } && loop.Expression == query
            || query is { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax given } } && IsAddRange(given)
                ? model.GetTypeInfo(query).Type is { Name: "IQueryable" or "IOrderedQueryable" or "IIncludableQueryable" } ? query : null
                : null;

        bool IsAddRange(InvocationExpressionSyntax given) => NameOf(given) == "AddRange" && given.ArgumentList.Arguments.Count == 1 &&
            model.GetSymbolInfo(given).Symbol is { ContainingType: { MetadataName: "List`1", ContainingNamespace.Name: "Generic" } };
    }

    /// <summary>Whether the method deletes or updates the rows of a query where they are.</summary>
    public static bool IsCommand(IMethodSymbol method) =>
        IsQueryMethod(method) && method.Name is "ExecuteDelete" or "ExecuteDeleteAsync" or "ExecuteUpdate" or "ExecuteUpdateAsync";

    /// <summary>Whether such a command deletes.</summary>
    public static bool IsDelete(IMethodSymbol method) => method.Name.StartsWith("ExecuteDelete", StringComparison.Ordinal);

    /// <summary>What an update sets, a column and its value each: <c>s.SetProperty(p => p.Name, name)</c>.</summary>
    public static IEnumerable<InvocationExpressionSyntax> Setters(InvocationExpressionSyntax update) => update.ArgumentList.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(call => NameOf(call) == "SetProperty");

    public static bool IsAsync(IMethodSymbol method) => method.Name.EndsWith("Async", StringComparison.Ordinal);

    /// <summary>Whether the call is a query operator that a batch can keep as it stands.</summary>
    public static bool IsKept(InvocationExpressionSyntax call, SemanticModel model) =>
        model.GetSymbolInfo(call).Symbol is IMethodSymbol method && s_operators.Contains(method.Name) && IsQueryMethod(method);

    /// <summary>Whether the call is the operator that takes something of each row.</summary>
    public static bool IsProjection(InvocationExpressionSyntax call, SemanticModel model) =>
        NameOf(call) == "Select" && model.GetSymbolInfo(call).Symbol is IMethodSymbol method && IsQueryMethod(method);

    /// <summary>Whether the operator picks rows, or says how they are read, and so may stand before those that group them.</summary>
    public static bool IsKeptOfGroups(InvocationExpressionSyntax call) => NameOf(call) is "Where" or "AsNoTracking" or "AsQueryable" or "IgnoreQueryFilters" or "TagWith";

    /// <summary>Whether a call in a projection becomes SQL, or runs on what came from there without being able to fail.</summary>
    public static bool IsHarmlessInProjection(IMethodSymbol method) =>
        (method.ContainingType is { Name: "Queryable" or "Enumerable", ContainingNamespace.Name: "Linq" }
            && method.Name is "Where" or "Select" or "OrderBy" or "OrderByDescending" or "ThenBy" or "ThenByDescending" or "Any" or "All" or "Count" or "LongCount" or "FirstOrDefault" or "ToList" or "ToArray")
        || (method.ContainingType.SpecialType == SpecialType.System_String && method.Name is "Contains" or "StartsWith" or "EndsWith" or "ToLower" or "ToUpper" or "Trim" or "IsNullOrEmpty");

    public static bool IsFilter(InvocationExpressionSyntax call) => NameOf(call) == "Where";

    /// <summary>Whether the call adds a navigation to what the query loads.</summary>
    public static bool IsInclude(InvocationExpressionSyntax call, SemanticModel model) =>
        NameOf(call) is "Include" or "ThenInclude" && model.GetSymbolInfo(call).Symbol is IMethodSymbol method && IsQueryMethod(method);

    public static bool IsNoTracking(InvocationExpressionSyntax call) => NameOf(call) is "AsNoTracking" or "AsNoTrackingWithIdentityResolution";

    public static string? NameOf(InvocationExpressionSyntax call) => (call.Expression as MemberAccessExpressionSyntax)?.Name.Identifier.Text;

    /// <summary>The entity of a set, <c>db.Products</c> or <c>db.Set&lt;Product&gt;()</c>; null for any other expression.</summary>
    public static INamedTypeSymbol? EntityOf(ExpressionSyntax set, SemanticModel model) =>
        model.GetTypeInfo(set).Type is INamedTypeSymbol { MetadataName: "DbSet`1" } type && IsEntityFramework(type)
            ? type.TypeArguments[0] as INamedTypeSymbol
            : null;

    /// <summary>The row of anything that is a query or gives one, but no operator: <c>repository.Orders</c>, <c>repository.Query()</c>; null for any other expression.</summary>
    public static INamedTypeSymbol? EntityOfSource(ExpressionSyntax source, SemanticModel model) =>
        model.GetSymbolInfo(source).Symbol is ILocalSymbol or IParameterSymbol or IFieldSymbol { IsStatic: false } or IPropertySymbol { IsStatic: false } or IMethodSymbol { IsStatic: false, IsExtensionMethod: false, Parameters.IsEmpty: true }
        && model.GetTypeInfo(source).Type is INamedTypeSymbol { TypeArguments: [INamedTypeSymbol { TypeKind: TypeKind.Class } row] } type && type.AllInterfaces.Append(type).Any(IsQuery)
            ? row
            : null;

    /// <summary>What gives the query, unless it is the object itself.</summary>
    public static ExpressionSyntax? OwnerOf(ExpressionSyntax source) => source switch
    {
        MemberAccessExpressionSyntax member => member.Expression,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } => member.Expression,
        _ => null,
    };

    /// <summary>The context that the set belongs to.</summary>
    public static ExpressionSyntax? ContextOf(ExpressionSyntax set, SemanticModel model)
    {
        var context = set switch
        {
            MemberAccessExpressionSyntax member => member.Expression,
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "Set" } call, ArgumentList.Arguments.Count: 0 } => call.Expression,
            _ => null,
        };
        return context is not null && IsContext(model.GetTypeInfo(context).Type) ? context : null;
    }

    /// <summary>Whether the call saves what the context tracks, and takes nothing but a token.</summary>
    public static bool IsSave(IMethodSymbol method) =>
        method.Name is "SaveChanges" or "SaveChangesAsync" && IsContext(method.ContainingType) && method.Parameters.All(p => p.Type.Name == "CancellationToken");

    public static bool IsContext(ITypeSymbol? type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.Name == "DbContext" && IsEntityFramework(current))
                return true;
        }

        return false;
    }

    /// <summary>Whether the compilation can look a tracked entity up without a query (EF Core 8).</summary>
    public static bool CanLookUpTracked(Compilation compilation) => Has(compilation, "LocalView", "FindEntry");

    /// <summary>Whether the compilation can ask for one parameter instead of one for each key (EF Core 9).</summary>
    public static bool CanAskForOneParameter(Compilation compilation) => Has(compilation, "EF", "Parameter");

    /// <summary>EF Core's major version; 0 when it is not referenced.</summary>
    public static int MajorVersion(Compilation compilation) =>
        compilation.ReferencedAssemblyNames.FirstOrDefault(assembly => assembly.Name == Namespace)?.Version.Major ?? 0;

    /// <summary>Whether the call makes a context forget or reread what it tracks.</summary>
    public static bool ChangesWhatIsTracked(IMethodSymbol method) =>
        method.ContainingType?.Name is "ChangeTracker" && method.Name is "Clear" or "AcceptAllChanges" or "CascadeChanges"
        || method.ContainingType?.Name is "EntityEntry" or "NavigationEntry" or "CollectionEntry" or "ReferenceEntry" && method.Name.StartsWith("Reload", StringComparison.Ordinal);

    /// <summary>Whether the assignment sets the state of a tracked entity: <c>db.Entry(order).State = EntityState.Modified</c>.</summary>
    public static bool ChangesState(AssignmentExpressionSyntax assignment, SemanticModel model) =>
        assignment.Left is MemberAccessExpressionSyntax { Name.Identifier.Text: "State" } state && model.GetTypeInfo(state.Expression).Type?.Name == "EntityEntry";

    /// <summary>Whether the state that is set is one in which the context saves nothing of the entity: <c>EntityState.Detached</c>, or a value that is not spelled out.</summary>
    public static bool Forgets(AssignmentExpressionSyntax state) => state.Right is not MemberAccessExpressionSyntax { Name.Identifier.Text: "Added" or "Modified" or "Deleted" };

    /// <summary>Whether the type says what a context knows of its entities: the change tracker, an entry of it, a property of one.</summary>
    public static bool IsTracking(INamedTypeSymbol type) => type.ContainingNamespace.ToString() is "Microsoft.EntityFrameworkCore.ChangeTracking" or "System.Data.Entity.Infrastructure";

    /// <summary>Whether the call makes the context track or forget an entity.</summary>
    public static bool ChangesTracking(IMethodSymbol? method) => method?.ContainingType is { } type && (IsContext(type) || type.MetadataName == "DbSet`1" || type.Name == "LocalView")
        && (method.Name.StartsWith("Add", StringComparison.Ordinal) || method.Name.StartsWith("Attach", StringComparison.Ordinal)
            || method.Name.StartsWith("Update", StringComparison.Ordinal) || method.Name.StartsWith("Remove", StringComparison.Ordinal));

    private static bool Has(Compilation compilation, string type, string member) => compilation.References
        .Select(compilation.GetAssemblyOrModuleSymbol).OfType<IAssemblySymbol>().Where(assembly => assembly.Name == Namespace)
        .SelectMany(assembly => Types(assembly.GlobalNamespace)).Any(symbol => symbol.Name == type && !symbol.GetMembers(member).IsEmpty);

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceSymbol space) =>
        space.GetTypeMembers().Concat(space.GetNamespaceMembers().Where(inner => inner.Name is "Microsoft" or "EntityFrameworkCore" or "ChangeTracking").SelectMany(Types));

    private static bool IsQueryMethod(IMethodSymbol method) => method.ContainingType is { } type
        && (type is { Name: "Queryable", ContainingNamespace: { Name: "Linq", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } }
            // List and array have no twin in Queryable: on a query they are the ones of Enumerable.
            || (type is { Name: "Enumerable", ContainingNamespace.Name: "Linq" } && method.Name is "ToList" or "ToArray")
            || type is { Name: "QueryableExtensions", ContainingNamespace: { Name: "Entity", ContainingNamespace: { Name: "Data", ContainingNamespace.Name: "System" } } }
            || (type.Name is "EntityFrameworkQueryableExtensions" or "RelationalQueryableExtensions" && IsEntityFramework(type)));

    private static bool IsQuery(INamedTypeSymbol type) => type is { MetadataName: "IQueryable`1", ContainingNamespace: { Name: "Linq", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } };

    private static bool IsEntityFramework(ISymbol symbol) => symbol.ContainingNamespace?.ToDisplayString() == Namespace;
}
