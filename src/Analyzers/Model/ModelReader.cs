using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Model;

/// <summary>
/// Finds what says something about a model in a compilation and the projects that it references. Files are told apart by their text, so
/// that hardly any has to be bound; a reference that is an image says what its symbols say.
/// </summary>
internal sealed class ModelReader(Compilation compilation, CancellationToken cancellationToken)
{
    // Weak by the symbol of an image, which stays for as long as the references do.
    private static readonly ConditionalWeakTable<IAssemblySymbol, StrongBox<ImmutableArray<INamedTypeSymbol>>> s_contexts = new();

    private readonly ModelFacts _facts = new();
    private readonly HashSet<string> _inSight = new(StringComparer.Ordinal);
    private bool _hasMigrations;

    /// <summary>The files whose bodies say something about the model: as long as they are these, and all declarations are, it stays as it is.</summary>
    public static ImmutableArray<SyntaxTree> FilesOf(Compilation compilation) => [.. WithReferences(compilation).Where(UsesLibrary).SelectMany(c => c.SyntaxTrees).Where(t => IsAbout(SourceFile.Of(t)))];

    private static bool IsAbout(SourceFile file) =>
        BuilderCalls.AreMentionedIn(file) || BuilderCalls.ConfiguresContexts(file) || file.Mentions(BuilderCalls.UseLazyLoadingProxies) || file.Mentions(BuilderCalls.MigrationBuilder) || BuilderCalls.MakeTables(file);

    /// <summary>Everything that is in sight.</summary>
    public ModelFacts Read()
    {
        var compilations = WithReferences(compilation).Where(UsesLibrary).ToList();
        _inSight.UnionWith(compilations.Select(c => c.AssemblyName ?? ""));
        foreach (var each in compilations)
            ReadSource(each);

        foreach (var assembly in Images())
            ReadImage(assembly);

        _facts.MakesTables |= _facts.Snapshot.Count > 0;
        foreach (var name in _facts.Snapshot)
        {
            if (compilation.GetTypesByMetadataName(name).FirstOrDefault() is { } type)
                _facts.AddRoot(type);
        }

        if (!_facts.HasContext)
            _facts.Doubt("no context is in sight");

        // Migrations that people write, as some products do, make tables and indexes that no model knows of.
        if (_hasMigrations && _facts.Snapshot.Count == 0)
            _facts.Doubt("migrations make the tables, and no snapshot says how");

        return _facts;
    }

    private void ReadSource(Compilation owner)
    {
        foreach (var tree in owner.SyntaxTrees)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var file = SourceFile.Of(tree);
            _facts.ConfiguresContexts |= BuilderCalls.ConfiguresContexts(file);
            _facts.UsesProxies |= file.Mentions(BuilderCalls.UseLazyLoadingProxies);
            _hasMigrations |= file.Mentions(BuilderCalls.MigrationBuilder);
            _facts.MakesTables |= BuilderCalls.MakeTables(file);
            if (!BuilderCalls.AreMentionedIn(file))
                continue;

            var root = tree.GetRoot(cancellationToken);
            if (file.Mentions(BuilderCalls.Snapshot))
                new SnapshotReader(_facts, cancellationToken).Read(root);

#pragma warning disable RS1030 // The model is written in other files than the query that is analysed.
            ReadTypes(root, owner.GetSemanticModel(tree));
#pragma warning restore RS1030
        }
    }

    private void ReadTypes(SyntaxNode root, SemanticModel semantics)
    {
        var reader = new ConfigurationReader(semantics, _facts, a => _inSight.Contains(a.Name), cancellationToken);
        foreach (var node in root.DescendantNodes(n => n is not (BlockSyntax or ArrowExpressionClauseSyntax or EqualsValueClauseSyntax)))
        {
            switch (node)
            {
                case TypeDeclarationSyntax declaration when MayHaveSets(declaration) && semantics.GetDeclaredSymbol(declaration, cancellationToken) is { } type:
                    ReadSets(type);
                    break;
                case BaseMethodDeclarationSyntax { ParameterList.Parameters: var parameters } method when parameters.Any(p => BuilderCalls.MayBeBuilder(p.Type)) && !BuilderCalls.IsGenerated(method):
                    ReadParameters(parameters, semantics);
                    reader.Read(method);
                    break;
            }
        }
    }

    private static bool MayHaveSets(TypeDeclarationSyntax declaration) =>
        declaration.BaseList is not null && declaration.Members.Any(m => m is MethodDeclarationSyntax { Identifier.ValueText: BuilderCalls.OnModelCreating }) ||
        declaration.Members.Any(m => m is PropertyDeclarationSyntax { Type: var type } && type.ToString().IndexOf(BuilderCalls.DbSet + "<", StringComparison.Ordinal) >= 0);

    // Configure(EntityTypeBuilder<Order> builder): what has a configuration is an entity, with or without a set.
    private void ReadParameters(SeparatedSyntaxList<ParameterSyntax> parameters, SemanticModel semantics)
    {
        foreach (var parameter in parameters)
        {
            if (semantics.GetDeclaredSymbol(parameter, cancellationToken)?.Type is INamedTypeSymbol { Name: "EntityTypeBuilder", TypeArguments: { Length: 1 } entity })
                _facts.AddRoot(entity[0]);
        }
    }

    private void ReadSets(INamedTypeSymbol type)
    {
        var isContext = BuilderCalls.IsContext(type);
        _facts.HasContext |= isContext;
        foreach (var current in TypeNames.SelfAndBases(type))
        {
            foreach (var property in current.GetMembers().OfType<IPropertySymbol>())
                AddSet(property);

            if (isContext && BuilderCalls.IsContext(current) && current.OriginalDefinition.DeclaringSyntaxReferences.IsEmpty && !BuilderCalls.IsOfLibrary(current) && !_inSight.Contains(current.ContainingAssembly.Name))
                _facts.Doubt($"'{current.Name}', the base of the context, is in another assembly");
        }
    }

    private void ReadImage(IAssemblySymbol assembly)
    {
        foreach (var type in s_contexts.GetValue(assembly, static image => new([.. TypeLookup.TypesOf(image).Where(t => t.TypeKind is TypeKind.Class && BuilderCalls.IsContext(t))])).Value)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var property in TypeNames.SelfAndBases(type).SelectMany(t => t.GetMembers()).OfType<IPropertySymbol>())
                AddSet(property, $"the model of '{type.Name}' is configured in another assembly");
        }
    }

    private void AddSet(IPropertySymbol set, string? doubt = null)
    {
        var entity = BuilderCalls.EntityOfSet(set.Type);
        _facts.AddRoot(entity, doubt);
        if (entity is INamedTypeSymbol)
            _facts.Of(entity)?.Tables.Add(set.Name);
    }

    private IEnumerable<IAssemblySymbol> Images() => compilation.References
        .Where(r => r is not CompilationReference)
        .Select(compilation.GetAssemblyOrModuleSymbol)
        .OfType<IAssemblySymbol>()
        .Where(a => BuilderCalls.IsReferencedBy(a) && !BuilderCalls.IsOfLibrary(a.GlobalNamespace) && !_inSight.Contains(a.Name));

    /// <summary>A compilation and, in an editor, where project references are compilations, those of the projects that it sees.</summary>
    public static IEnumerable<Compilation> WithReferences(Compilation compilation)
    {
        var seen = new HashSet<Compilation> { compilation };
        var pending = new Queue<Compilation>(seen);
        while (pending.Count > 0)
        {
            var current = pending.Dequeue();
            yield return current;

            foreach (var reference in current.References.OfType<CompilationReference>())
            {
                if (reference.Compilation.Language == LanguageNames.CSharp && seen.Add(reference.Compilation))
                    pending.Enqueue(reference.Compilation);
            }
        }
    }

    private static bool UsesLibrary(Compilation compilation) =>
        compilation.ReferencedAssemblyNames.Any(a => a.Name.StartsWith(BuilderCalls.Namespace, StringComparison.Ordinal));
}
