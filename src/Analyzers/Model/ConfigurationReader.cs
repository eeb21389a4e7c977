using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Model;

/// <summary>
/// Reads the code that configures a model: <c>OnModelCreating</c>, configuration classes, and every other method that is handed a builder. What
/// is called with a builder and has no body in sight makes the model incomplete.
/// </summary>
internal sealed class ConfigurationReader(SemanticModel semantics, ModelFacts facts, Func<IAssemblySymbol, bool> isInSight, CancellationToken cancellationToken)
{
    /// <summary>Reads a method that has a builder among its parameters.</summary>
    public void Read(SyntaxNode method)
    {
        foreach (var call in method.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (call.Expression is MemberAccessExpressionSyntax member)
                Read(call, member);
            else
                Follow(call);
        }
    }

    private void Read(InvocationExpressionSyntax call, MemberAccessExpressionSyntax member)
    {
        var name = member.Name.Identifier.ValueText;
        if (BuilderCalls.ChangesOutOfSight(name))
        {
            facts.Doubt($"'{name}' changes the model itself");
            return;
        }

        if (name is BuilderCalls.SetIsEagerLoaded)
        {
            ReadEagerLoaded(member);
            return;
        }

        var receiver = TypeOf(member.Expression);
        if (!BuilderCalls.IsBuilder(receiver))
        {
            Follow(call);
            return;
        }

        var arguments = call.ArgumentList.Arguments;
        switch (name)
        {
            case BuilderCalls.Entity or BuilderCalls.UsingEntity:
                if (EntityOf(call, member) is { } entity)
                    facts.AddRoot(entity);

                break;
            case BuilderCalls.ApplyConfigurationsFromAssembly:
                if (arguments.Count == 0 || AssemblyOf(arguments[0].Expression) is not { } assembly || !isInSight(assembly))
                    facts.Doubt("configurations of an assembly are applied that is not in sight");

                break;
            case BuilderCalls.Owned:
                Configure(EntityOf(call, member), c => c.IsOwned = true);
                break;
            case BuilderCalls.Ignore when receiver!.Name == "ModelBuilder":
                Configure(EntityOf(call, member), c => c.IsIgnored = true);
                break;
            case BuilderCalls.Properties when receiver!.Name == "ModelConfigurationBuilder" && EntityOf(call, member) is INamedTypeSymbol type:
                facts.ColumnTypes.Add(TypeNames.Of(type));
                break;
            case BuilderCalls.HasNoKey:
                Configure(Built(member), c => c.IsKeyless = true);
                break;
            case BuilderCalls.ToView or BuilderCalls.ToFunction or BuilderCalls.ToSqlQuery:
                Configure(Built(member), c => c.IsView = true);
                break;
            case BuilderCalls.HasData:
                Configure(Built(member), c => c.HasData = true);
                break;
            case BuilderCalls.ToTable when BuilderArguments.Names(arguments.Take(1), semantics) is { Length: 1 } table:
                Configure(Built(member), c => c.Tables.Add(table[0]));
                break;
            case BuilderCalls.HasQueryFilter:
                Configure(Built(member), c => c.Filtered.UnionWith(BuilderArguments.ComparedIn(call.ArgumentList)));
                break;
            case BuilderCalls.ToJson:
                Configure(Built(member), c => c.IsJson = true);
                break;
            case BuilderCalls.HasKey or BuilderCalls.HasAlternateKey or BuilderCalls.HasIndex or BuilderCalls.HasForeignKey or BuilderCalls.HasPrincipalKey or BuilderCalls.Ignore or BuilderCalls.Property
                or BuilderCalls.PrimitiveCollection or BuilderCalls.ComplexProperty or BuilderCalls.ComplexCollection or BuilderCalls.OwnsOne or BuilderCalls.OwnsMany or BuilderCalls.Navigation:
                ReadProperties(name, call, member);
                break;
            default:
                Follow(call);
                break;
        }
    }

    private void ReadProperties(string name, InvocationExpressionSyntax call, MemberAccessExpressionSyntax member)
    {
        var arguments = call.ArgumentList.Arguments.Where(a => !IsNested(a.Expression)).ToList();
        // HasForeignKey<Dependent>(...), and HasIndex(properties, "name of the index").
        var built = name is BuilderCalls.HasForeignKey && member.Name is GenericNameSyntax ? EntityOf(call, member) : LambdaParameter(arguments.FirstOrDefault()?.Expression) ?? Built(member);
        if (name is BuilderCalls.HasIndex && arguments.Count == 2 && arguments[0].Expression is LambdaExpressionSyntax or ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax)
            arguments.RemoveAt(1);
        else if (name is BuilderCalls.OwnsOne or BuilderCalls.OwnsMany && arguments.Count == 2)
            arguments.RemoveAt(0);

        var names = BuilderArguments.Names(arguments, semantics);
        var configuration = facts.Of(built);
        if (configuration is null || names is not { IsEmpty: false } properties)
        {
            // A key that no property is.
            if (name is BuilderCalls.HasKey && configuration is { Keys.Count: 0 })
                configuration.Keys.Add(["?"]);

            if (name is BuilderCalls.HasIndex or BuilderCalls.HasKey or BuilderCalls.HasAlternateKey or BuilderCalls.HasForeignKey)
                facts.Doubt($"a call of '{name}' is not understood");

            return;
        }

        switch (name)
        {
            case BuilderCalls.HasKey:
                configuration.Keys.Add(properties);
                break;
            case BuilderCalls.HasAlternateKey or BuilderCalls.HasPrincipalKey:
                configuration.Indexes.Add(new(IndexKind.AlternateKey, properties, IsUnique: true));
                break;
            case BuilderCalls.HasIndex:
                configuration.Indexes.Add(BuilderChain.IndexOf(call, properties));
                break;
            case BuilderCalls.HasForeignKey:
                configuration.ForeignKeys.Add(new(properties, NavigationBefore(member), IsUnique: TypeOf(member.Expression)?.Name == "ReferenceReferenceBuilder"));
                break;
            case BuilderCalls.Ignore:
                configuration.Ignored.UnionWith(properties);
                break;
            case BuilderCalls.OwnsOne or BuilderCalls.OwnsMany:
                configuration.Owned.UnionWith(properties);
                break;
            case BuilderCalls.Navigation:
                if (BuilderChain.IsAutoIncluded(call))
                    configuration.AutoIncluded.UnionWith(properties);

                break;
            default:
                configuration.Columns.UnionWith(properties);
                break;
        }
    }

    // builder.HasOne(x => x.Customer).WithMany(c => c.Orders).HasForeignKey(...)
    private string NavigationBefore(MemberAccessExpressionSyntax member)
    {
        for (var current = member.Expression; current is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax before } call; current = before.Expression)
        {
            if (before.Name.Identifier.ValueText is BuilderCalls.HasOne)
                return BuilderArguments.Names(call.ArgumentList.Arguments, semantics) is { Length: 1 } names ? names[0] : "";
        }

        return "";
    }

    // builder.Metadata.FindNavigation("Lines")!.SetIsEagerLoaded(true)
    private void ReadEagerLoaded(MemberAccessExpressionSyntax member)
    {
        var found = member.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .FirstOrDefault(c => c.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: BuilderCalls.FindNavigation });
        if (found is { Expression: MemberAccessExpressionSyntax { Expression: MemberAccessExpressionSyntax metadata } } &&
            BuilderArguments.Names(found.ArgumentList.Arguments, semantics) is { Length: 1 } names)
        {
            Configure(Entity(TypeOf(metadata.Expression)) ?? NamedBuilder.EntityOf(metadata.Expression, semantics), c => c.AutoIncluded.UnionWith(names));
        }
    }

    // A builder that is handed on: to a method in sight, which is read as well, to the library, or to somebody unknown.
    private void Follow(InvocationExpressionSyntax call)
    {
        var isHandedOn = call.ArgumentList.Arguments.Any(a => a.Expression is not LambdaExpressionSyntax && BuilderCalls.IsBuilder(TypeOf(a.Expression)));
        var isOnBuilder = call.Expression is MemberAccessExpressionSyntax member && BuilderCalls.IsBuilder(TypeOf(member.Expression));
        if (!isHandedOn && !isOnBuilder)
            return;

        var info = semantics.GetSymbolInfo(call, cancellationToken);
        var target = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        if (target is null)
            facts.Doubt("a call that configures the model does not compile here");
        else if (target.OriginalDefinition.DeclaringSyntaxReferences.IsEmpty && !BuilderCalls.IsOfProvider(target))
            facts.Doubt($"'{target.Name}' of another assembly configures the model");
    }

    private void Configure(ITypeSymbol? type, Action<EntityConfiguration> configure)
    {
        if (facts.Of(type) is { } configuration)
            configure(configuration);
    }

    // The entity whose builder a member is called on.
    private ITypeSymbol? Built(MemberAccessExpressionSyntax member) => Entity(TypeOf(member.Expression)) ?? NamedBuilder.EntityOf(member.Expression, semantics);

    private static ITypeSymbol? Entity(ITypeSymbol? builder)
    {
        for (var current = builder; current is not null; current = current.BaseType)
        {
            if (current is not INamedTypeSymbol { IsGenericType: true, TypeArguments: var arguments } || !BuilderCalls.IsBuilder(current))
                continue;

            // The dependent of a relationship comes second, and so does what is owned.
            return current.Name is "ReferenceCollectionBuilder" or "OwnedNavigationBuilder" or "OwnershipBuilder" ? arguments[arguments.Length - 1] : arguments[0];
        }

        return null;
    }

    // x => x.Sku of HasForeignKey says by itself whose property it is.
    private ITypeSymbol? LambdaParameter(ExpressionSyntax? lambda) =>
        lambda is not null && BuilderArguments.ParameterOf(lambda) is { } parameter && semantics.GetDeclaredSymbol(parameter, cancellationToken) is IParameterSymbol { Type: { TypeKind: not TypeKind.Error } type } ? type : null;

    // Entity<Order>(), Entity(typeof(Order)), Entity("Shop.Order")
    private ITypeSymbol? EntityOf(InvocationExpressionSyntax call, MemberAccessExpressionSyntax member) =>
        member.Name is GenericNameSyntax { TypeArgumentList.Arguments: { Count: > 0 } arguments }
            ? semantics.GetTypeInfo(arguments[arguments.Count - 1], cancellationToken).Type
            : NamedBuilder.TypeOf(call, semantics);

    private ITypeSymbol? TypeOf(ExpressionSyntax expression) => semantics.GetTypeInfo(expression, cancellationToken).Type;

    // b => b.HasIndex(...): a builder in a builder, whose calls are read one by one.
    private bool IsNested(ExpressionSyntax expression) =>
        BuilderArguments.ParameterOf(expression) is { } parameter && BuilderCalls.IsBuilder((semantics.GetDeclaredSymbol(parameter, cancellationToken) as IParameterSymbol)?.Type);

    // typeof(ShopDb).Assembly, GetType().Assembly, Assembly.GetExecutingAssembly()
    private IAssemblySymbol? AssemblyOf(ExpressionSyntax expression) => expression switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Assembly", Expression: TypeOfExpressionSyntax type } => semantics.GetTypeInfo(type.Type, cancellationToken).Type?.ContainingAssembly,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Assembly", Expression: InvocationExpressionSyntax } => semantics.Compilation.Assembly,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetExecutingAssembly" } } => semantics.Compilation.Assembly,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetAssembly" }, ArgumentList.Arguments: { Count: 1 } arguments } when arguments[0].Expression is TypeOfExpressionSyntax type =>
            semantics.GetTypeInfo(type.Type, cancellationToken).Type?.ContainingAssembly,
        _ => null,
    };
}
