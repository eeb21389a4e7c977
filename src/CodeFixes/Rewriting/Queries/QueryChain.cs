using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Model;

namespace PerfAnalyzers.CodeFixes.Rewriting.Queries;

/// <summary>A query as it is written: what it starts with, and the calls on that.</summary>
/// <param name="Start">What Include is called on.</param>
/// <param name="Entity">Its entities.</param>
/// <param name="Namespace">Where the library's Include is declared.</param>
/// <param name="Model">The document's semantics.</param>
internal sealed record QueryChain(ExpressionSyntax Start, ITypeSymbol Entity, string Namespace, SemanticModel Model)
{
    internal const string Core = "Microsoft.EntityFrameworkCore";
    private const string Six = "System.Data.Entity";

    private static readonly Refused s_nothing = new("nothing can be included in what the query starts with");

    /// <summary>The query of which the marked name is the start.</summary>
    public static Planned<QueryChain> Of(FixRequest request, string navigation, CancellationToken cancellationToken)
    {
        if (request.Root.FindToken(request.Span.Start).Parent is not SimpleNameSyntax name)
            return s_nothing;

        ExpressionSyntax start = name;
        if (name.Parent is MemberAccessExpressionSyntax access && access.Name == name)
            start = access;

        if (start.Parent is InvocationExpressionSyntax called && called.Expression == start)
            start = called;

        // FromSql is only there on the set itself, and so is Find, behind which there is no query.
        while (start.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next } && request.Model.GetSymbolInfo(next, cancellationToken).Symbol is IMethodSymbol method && !TakesAnyQuery(method))
        {
            if (!IsQuery(request.Model.GetTypeInfo(next, cancellationToken).Type))
                return s_nothing;

            start = next;
        }

        var first = start;

        // The navigation of a derived type is there behind OfType.
        var type = request.Model.GetTypeInfo(start, cancellationToken).Type;
        while (EntityOf(type) is { } each && !HasMember(each, navigation) && Next(start) is { } derived && IsQuery(request.Model.GetTypeInfo(derived, cancellationToken).Type))
        {
            start = derived;
            type = request.Model.GetTypeInfo(start, cancellationToken).Type;
        }

        var entity = EntityOf(type);
        if (entity is null or ITypeParameterSymbol || !HasMember(entity, navigation))
            return s_nothing;

        // A query that goes through an interface says nothing of the library; the file or the project does.
        var space = NamespaceOf(type) ?? (request.Model.Compilation.ReferencedAssemblyNames.Any(a => a.Name == Core) ? Core : request.Model.Compilation.ReferencedAssemblyNames.Any(a => a.Name == "EntityFramework") ? Six : null);
        if (space is null)
            return s_nothing;

        // Entity Framework Core throws for what is included behind that, and forgets what is included before.
        for (var call = first as InvocationExpressionSyntax ?? Next(first); call is not null && space == Core; call = Next(call))
        {
            if (SelectsAnother(call, request.Model, cancellationToken))
                return new Refused("the query selects another entity");
        }

        return new QueryChain(start, entity, space, request.Model);
    }

    // orders.Select(o => o.Customer), customers.Select(c => c.Orders.OrderBy(o => o.Id).FirstOrDefault()), orders.SelectMany(o => o.Lines, (o, l) => l.Product): not what was in an anonymous object, nor the elements of orders.SelectMany(o => o.Lines).
    private static bool SelectsAnother(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken)
    {
        if (call.ArgumentList.Arguments.LastOrDefault()?.Expression is not LambdaExpressionSyntax { ExpressionBody: { } body } || EntityOf(model.GetTypeInfo(call, cancellationToken).Type) is not { TypeKind: TypeKind.Class, SpecialType: SpecialType.None, IsAnonymousType: false } entity)
            return false;

        while (body is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax)
            body = body is ParenthesizedExpressionSyntax parenthesized ? parenthesized.Expression : ((PostfixUnaryExpressionSyntax)body).Operand;

        return body is not IdentifierNameSyntax && SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(body, cancellationToken).Type, entity) &&
            model.GetSymbolInfo(body, cancellationToken).Symbol is not IPropertySymbol { ContainingType.IsAnonymousType: true };
    }

    /// <summary>The edit that adds the navigations of a path to what is loaded.</summary>
    public TextChange Add(string[] names, IReadOnlyList<ITypeSymbol> owners, Layout layout)
    {
        var (after, from) = Namespace == Core ? Included(names) : (Start, 0);
        var calls = Namespace == Six ? [$".Include({Nested(names, owners)})"] : names.Select((name, i) => (name, i)).Skip(from).Select(p => Call(p.i == 0 ? "Include" : "ThenInclude", owners[p.i], p.i > 0 && MayBeMissing(owners[p.i - 1], names[p.i - 1]) ? "!" : "", p.name)).ToList();
        var dot = after.Parent is MemberAccessExpressionSyntax access ? access.OperatorToken : default;
        var isOnLineOfItsOwn = dot.RawKind != 0 && Model.SyntaxTree.GetLineSpan(dot.Span).StartLinePosition.Line > Model.SyntaxTree.GetLineSpan(after.Span).EndLinePosition.Line;
        var separator = isOnLineOfItsOwn ? layout.NewLine + string.Concat(dot.LeadingTrivia.Where(t => t.IsKind(SyntaxKind.WhitespaceTrivia))) : "";
        return new(new(after.Span.End, 0), string.Concat(calls.Select(c => separator + c)));
    }

    private string Call(string method, ITypeSymbol owner, string check, string navigation)
    {
        var variable = VariableFor(owner);
        return $".{method}({variable} => {variable}{check}.{navigation})";
    }

    // Include(o => o.Coupon).ThenInclude(c => c!.Kind): the library takes care of the rows that have none, which the compiler does not know.
    private bool MayBeMissing(ITypeSymbol owner, string name) =>
        Model.GetNullableContext(Start.SpanStart).WarningsEnabled() && MemberOf(owner, name) is { } property && !IsMany(owner, name) && Nullability.MayBeNull(property);

    // Entity Framework 6: o => o.Lines.Select(l => l.Product.Category)
    private string Nested(string[] names, IReadOnlyList<ITypeSymbol> owners, int from = 0)
    {
        var variable = VariableFor(owners[from]);
        var path = $"{variable} => {variable}.{names[from]}";
        for (var i = from + 1; i < names.Length; i++)
        {
            if (IsMany(owners[i - 1], names[i - 1]))
                return $"{path}.Select({Nested(names, owners, i)})";

            path += "." + names[i];
        }

        return path;
    }

    // The call that includes the longest part of the path already, when nothing is called on what it includes.
    private (ExpressionSyntax After, int From) Included(string[] names)
    {
        var (after, from) = (Start, 0);
        var path = new List<string>();
        for (var call = Next(Start); call is not null; call = Next(call))
        {
            var method = (call.Expression as MemberAccessExpressionSyntax)?.Name.Identifier.ValueText;
            if (method is not ("Include" or "ThenInclude") || call.ArgumentList.Arguments.Count != 1 || call.ArgumentList.Arguments[0].Expression is not LambdaExpressionSyntax { Body: ExpressionSyntax body })
            {
                path.Clear();
                continue;
            }

            if (method == "Include")
                path.Clear();

            path.AddRange(NamesOf(body));
            var goesOn = Next(call)?.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ThenInclude" };
            if (!goesOn && path.Count > from && path.Count < names.Length && path.SequenceEqual(names.Take(path.Count)))
                (after, from) = (call, path.Count);
        }

        return (after, from);
    }

    private static InvocationExpressionSyntax? Next(ExpressionSyntax expression) =>
        expression.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access && access.Expression == expression ? call : null;

    private static List<string> NamesOf(ExpressionSyntax body)
    {
        var names = new List<string>();
        while (body is MemberAccessExpressionSyntax access)
        {
            names.Insert(0, access.Name.Identifier.ValueText);
            body = access.Expression;
        }

        return body is IdentifierNameSyntax ? names : ["?"];
    }

    // As the query itself calls it, else by its first letter.
    internal string VariableFor(ITypeSymbol entity)
    {
        for (var call = Next(Start); call is not null; call = Next(call))
        {
            foreach (var lambda in call.ArgumentList.Arguments.Select(a => a.Expression).OfType<SimpleLambdaExpressionSyntax>())
            {
                if (Model.GetDeclaredSymbol(lambda.Parameter) is { } parameter && SymbolEqualityComparer.Default.Equals(parameter.Type, entity))
                    return lambda.Parameter.Identifier.Text;
            }
        }

        var used = new HashSet<string>(Model.LookupSymbols(Start.SpanStart).Where(s => s.Kind is SymbolKind.Local or SymbolKind.Parameter or SymbolKind.RangeVariable).Select(s => s.Name), StringComparer.Ordinal);
        var letter = char.ToLowerInvariant(entity.Name[0]).ToString();
        return !used.Contains(letter) ? letter : !used.Contains(Names.Camel(entity.Name)) ? Names.Camel(entity.Name) : letter + "1";
    }

    private static bool TakesAnyQuery(IMethodSymbol method) =>
        (method.ReducedFrom ?? method) is { IsExtensionMethod: true, Parameters: [{ Type: INamedTypeSymbol { TypeKind: TypeKind.Interface } }, ..] };

    private static bool IsQuery(ITypeSymbol? type) => EntityOf(type) is not null;

    private static ITypeSymbol? EntityOf(ITypeSymbol? type) => type is INamedTypeSymbol named
        ? named.AllInterfaces.Prepend(named).FirstOrDefault(i => i is { Name: "IQueryable", TypeArguments.Length: 1 })?.TypeArguments[0]
        : null;

    private static string? NamespaceOf(ITypeSymbol? type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.ContainingNamespace?.ToDisplayString() is { } space && (space.StartsWith(Core, StringComparison.Ordinal) || space.StartsWith(Six, StringComparison.Ordinal)))
                return space.StartsWith(Core, StringComparison.Ordinal) ? Core : Six;
        }

        return null;
    }

    private static bool HasMember(ITypeSymbol type, string name) => MemberOf(type, name) is not null;

    private static bool IsMany(ITypeSymbol owner, string name) =>
        MemberOf(owner, name) is { } property && property.Type.AllInterfaces.Any(i => i.OriginalDefinition.SpecialType is SpecialType.System_Collections_Generic_IEnumerable_T);

    /// <summary>The entity whose navigation each name of a path is; null where one has no such navigation.</summary>
    public static IReadOnlyList<ITypeSymbol>? OwnersOf(ITypeSymbol entity, string[] names)
    {
        var path = new List<ITypeSymbol>();
        foreach (var name in names)
        {
            path.Add(entity);
            if (MemberOf(entity, name) is not { } property)
                return null;

            entity = EntityConventions.ElementOf(property.Type) ?? property.Type;
        }

        return path;
    }

    /// <summary>The property of a type, its own or of a base; null when it has none of the name.</summary>
    public static IPropertySymbol? MemberOf(ITypeSymbol owner, string name)
    {
        for (var current = owner; current is not null; current = current.BaseType)
        {
            if (current.GetMembers(name).FirstOrDefault() is IPropertySymbol property)
                return property;
        }

        return null;
    }
}
