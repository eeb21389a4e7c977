using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Model;

/// <summary>
/// How Entity Framework Core spells a model: its builder's types and what is called on them, its attributes, its contexts. The one place
/// that names them.
/// </summary>
internal static class BuilderCalls
{
    public const string Namespace = "Microsoft.EntityFrameworkCore";

    public const string Entity = "Entity";
    public const string HasKey = "HasKey";
    public const string HasNoKey = "HasNoKey";
    public const string HasAlternateKey = "HasAlternateKey";
    public const string HasIndex = "HasIndex";
    public const string HasForeignKey = "HasForeignKey";
    public const string HasPrincipalKey = "HasPrincipalKey";
    public const string HasOne = "HasOne";
    public const string HasMany = "HasMany";
    public const string WithOne = "WithOne";
    public const string WithMany = "WithMany";
    public const string Ignore = "Ignore";
    public const string Property = "Property";
    public const string ComplexProperty = "ComplexProperty";
    public const string ComplexCollection = "ComplexCollection";
    public const string PrimitiveCollection = "PrimitiveCollection";
    public const string Properties = "Properties";
    public const string Owned = "Owned";
    public const string OwnsOne = "OwnsOne";
    public const string OwnsMany = "OwnsMany";
    public const string ToJson = "ToJson";
    public const string ToTable = "ToTable";
    public const string ToView = "ToView";
    public const string ToFunction = "ToFunction";
    public const string ToSqlQuery = "ToSqlQuery";
    public const string HasData = "HasData";
    public const string HasQueryFilter = "HasQueryFilter";
    public const string Navigation = "Navigation";
    public const string AutoInclude = "AutoInclude";
    public const string FindNavigation = "FindNavigation";
    public const string SetIsEagerLoaded = "SetIsEagerLoaded";
    public const string UsingEntity = "UsingEntity";
    public const string IsUnique = "IsUnique";
    public const string HasFilter = "HasFilter";
    public const string ApplyConfigurationsFromAssembly = "ApplyConfigurationsFromAssembly";
    public const string ApplyConfiguration = "ApplyConfiguration";
    public const string Conventions = "Conventions";

    public const string DbSet = "DbSet";
    public const string Snapshot = "ModelSnapshot";
    public const string MigrationBuilder = "MigrationBuilder";
    public const string BuildModel = "BuildModel";
    public const string OnModelCreating = "OnModelCreating";
    public const string UseLazyLoadingProxies = "UseLazyLoadingProxies";

    // By the mutable model itself, in ways that are too many to read.
    private static readonly string[] s_outOfSight = ["AddIndex", "AddKey", "SetPrimaryKey", "RemoveIndex", "AddForeignKey", "SetQueryFilter"];

    // What a file must mention to say anything about a model: looked for in the text, before anything is bound.
    private static readonly string[] s_mentions = ["DbSet<", "ModelBuilder", "EntityTypeBuilder", "OwnedNavigationBuilder", "ModelConfigurationBuilder"];

    private static readonly string[] s_contextMentions = ["AddDbContext", "AddPooledDbContextFactory", "DbContextOptionsBuilder", "OnConfiguring"];

    private static readonly string[] s_makers = [".EnsureCreated(", ".EnsureCreatedAsync(", ".Migrate(", ".MigrateAsync("];

    /// <summary>Whether a file may make the tables of a database from a model.</summary>
    public static bool MakeTables(SourceFile file) => file.Mentions(s_makers);

    /// <summary>Whether a file may say something about a model.</summary>
    public static bool AreMentionedIn(SourceFile file) => file.Mentions(s_mentions);

    /// <summary>Whether a file may say how contexts are configured.</summary>
    public static bool ConfiguresContexts(SourceFile file) => file.Mentions(s_contextMentions);

    /// <summary>Whether a call of this name changes the model behind the builder's back.</summary>
    public static bool ChangesOutOfSight(string name) => Array.IndexOf(s_outOfSight, name) >= 0;

    /// <summary>Whether a type is one of the builder's: <c>ModelBuilder</c>, <c>EntityTypeBuilder&lt;T&gt;</c> and what these return.</summary>
    public static bool IsBuilder(ITypeSymbol? type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.Name.EndsWith("Builder", StringComparison.Ordinal) && IsEntityFramework(current) && current.Name is not "DbContextOptionsBuilder")
                return true;
        }

        return false;
    }

    /// <summary>Whether a parameter of this type, as it is written, may be a builder.</summary>
    public static bool MayBeBuilder(TypeSyntax? type) => type switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText is "ModelBuilder" or "EntityTypeBuilder" or "OwnedNavigationBuilder" or "ModelConfigurationBuilder",
        QualifiedNameSyntax qualified => MayBeBuilder(qualified.Right),
        NullableTypeSyntax nullable => MayBeBuilder(nullable.ElementType),
        _ => false,
    };

    /// <summary>Whether a method is the generated description of a model: that of the snapshot is read by itself, that of an old migration is history.</summary>
    public static bool IsGenerated(BaseMethodDeclarationSyntax method) => method is MethodDeclarationSyntax { Identifier.ValueText: BuildModel or "BuildTargetModel" };

    /// <summary>Whether a type is a context.</summary>
    public static bool IsContext(ITypeSymbol? type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.Name == "DbContext" && IsEntityFramework(current))
                return true;
        }

        return false;
    }

    /// <summary>The entity of a <c>DbSet&lt;T&gt;</c>, or null.</summary>
    public static ITypeSymbol? EntityOfSet(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: DbSet, TypeArguments: { Length: 1 } arguments } && IsEntityFramework(type) ? arguments[0] : null;

    /// <summary>Whether the library itself or its companion for ASP.NET Core Identity declares the symbol: what it configures is its own business.</summary>
    public static bool IsOfLibrary(ISymbol symbol) =>
        symbol.ContainingAssembly?.Name is { } name && name.StartsWith("Microsoft.", StringComparison.Ordinal) && name.IndexOf("EntityFrameworkCore", StringComparison.Ordinal) >= 0;

    /// <summary>Whether a provider declares the symbol, in the library's own namespace.</summary>
    public static bool IsOfProvider(ISymbol symbol) => IsOfLibrary(symbol) ||
        (IsEntityFramework(symbol) && symbol.ContainingAssembly?.Name.IndexOf("EntityFrameworkCore", StringComparison.Ordinal) >= 0);

    /// <summary>Whether a program uses the library with a database whose indexes the model describes; document databases make theirs themselves.</summary>
    public static bool IsIndexedByHand(Compilation compilation)
    {
        var names = compilation.ReferencedAssemblyNames.Select(a => a.Name).ToList();
        return names.Contains(Namespace) && (names.Contains(Namespace + ".Relational") || !names.Exists(n => n is Namespace + ".Cosmos" or "MongoDB.EntityFrameworkCore"));
    }

    /// <summary>Whether an assembly is built on Entity Framework Core.</summary>
    public static bool IsReferencedBy(IAssemblySymbol assembly) => assembly.Modules.Any(m => m.ReferencedAssemblies.Any(a => a.Name == Namespace));

    /// <summary>Whether a symbol is in the namespace of the library, whoever declares it there.</summary>
    public static bool IsEntityFramework(ISymbol symbol)
    {
        for (var space = symbol.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            if (space is { Name: "EntityFrameworkCore", ContainingNamespace: { Name: "Microsoft", ContainingNamespace.IsGlobalNamespace: true } })
                return true;
        }

        return false;
    }
}
