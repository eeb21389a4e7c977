using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Knowledge;

/// <summary>
/// The symbols of a compilation for those of a project that it refers to. Where such a project was compiled against other libraries than the compilation, the
/// compilation sees it anew, with symbols of its own; but what is in a body of the project is bound to the project's, and the two are not equal.
/// </summary>
internal sealed class OwnView
{
    /// <summary>Type arguments of type arguments; what is deeper stays as it is.</summary>
    private const int MaxDepth = 8;

    private readonly Compilation _compilation;
    private readonly bool _isAlone;
    private readonly Lazy<HashSet<IAssemblySymbol>> _assemblies;
    private readonly ConcurrentDictionary<ISymbol, ISymbol?> _declared = new(SymbolEqualityComparer.Default);

    public OwnView(Compilation compilation)
    {
        _compilation = compilation;
        // On the command line projects are images, and no body of one is in sight.
        _isAlone = !compilation.References.Any(r => r is CompilationReference);
        _assemblies = new(() => new(compilation.References.Select(compilation.GetAssemblyOrModuleSymbol).OfType<IAssemblySymbol>().Append(compilation.Assembly), SymbolEqualityComparer.Default));
    }

    /// <summary>The method as the compilation sees it, constructed with the same types; itself where there is no other.</summary>
    public IMethodSymbol Of(IMethodSymbol method)
    {
        if (IsOwn(method) || Declared(method.OriginalDefinition) is not IMethodSymbol own)
            return method;

        if (method.IsDefinition)
            return own;

        var type = method.ContainingType.IsDefinition ? own.ContainingType : Of(method.ContainingType, 0) as INamedTypeSymbol ?? own.ContainingType;
        var member = type.GetMembers(own.Name).OfType<IMethodSymbol>().FirstOrDefault(m => SymbolEqualityComparer.Default.Equals(m.OriginalDefinition, own)) ?? own;
        return member.IsGenericMethod && method.ConstructedFrom is var open && !SymbolEqualityComparer.Default.Equals(method, open) ? member.Construct([.. method.TypeArguments.Select(a => Of(a, 1))]) : member;
    }

    /// <summary>The type as the compilation sees it; itself where there is no other.</summary>
    public ITypeSymbol Of(ITypeSymbol type) => Of(type, 0);

    private ITypeSymbol Of(ITypeSymbol type, int depth)
    {
        if (depth > MaxDepth || type is not INamedTypeSymbol { IsUnboundGenericType: false } named)
            return type;

        var own = IsOwn(named.OriginalDefinition) ? named.OriginalDefinition : Declared(named.OriginalDefinition) as INamedTypeSymbol;
        return own is null ? type
            : named.IsDefinition || own.TypeParameters.IsEmpty ? own
            // Of a type within a generic one, the arguments of both would be needed.
            : named.ContainingType is { IsGenericType: true } || own.TypeParameters.Length != named.TypeArguments.Length ? type
            : own.Construct([.. named.TypeArguments.Select(a => Of(a, depth + 1))]);
    }

    private bool IsOwn(ISymbol symbol) => _isAlone ||
        symbol.ContainingAssembly is not { } assembly || SymbolEqualityComparer.Default.Equals(assembly, _compilation.Assembly) || _assemblies.Value.Contains(assembly);

    // Asked of the same few types at each call that a body has.
    private ISymbol? Declared(ISymbol definition) => _declared.TryGetValue(definition, out var known) ? known : _declared.GetOrAdd(definition, Find(definition));

    // Lambdas and local functions have no id, and are nobody else's.
    private ISymbol? Find(ISymbol definition)
    {
        if (definition.IsInner() || definition.GetDocumentationCommentId() is not { } id)
            return null;

        var declared = DocumentationCommentId.GetSymbolsForDeclarationId(id, _compilation).Where(s => s.ContainingAssembly is not null).ToList();
        // HttpClient is in an assembly of another name for a library of .NET Standard.
        return declared.Find(s => s.ContainingAssembly.Name == definition.ContainingAssembly.Name) ??
            (IsFramework(definition.ContainingAssembly) ? declared.Find(s => IsFramework(s.ContainingAssembly)) : null);
    }

    private static bool IsFramework(IAssemblySymbol assembly) => assembly.Name is "netstandard" or "mscorlib" || assembly.Name.StartsWith("System", StringComparison.Ordinal);
}
