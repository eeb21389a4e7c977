using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Knowledge;

/// <summary>
/// What names and shapes say about an abstraction that nobody implements in sight: <c>IOrderRepository.GetAsync</c> reads a database, likely.
/// </summary>
internal sealed class ApiConventions(ImmutableArray<ApiFact> lines, ImmutableHashSet<string> knownAssemblies)
{
    // Weak by the symbol of an image, which stays for as long as the references do.
    private static readonly ConditionalWeakTable<IAssemblySymbol, NamesOfConventions> s_abstractions = new();

    private readonly ConcurrentDictionary<IMethodSymbol, ApiFact?> _facts = new(SymbolEqualityComparer.Default);
    private readonly ImmutableArray<string> _types = TypesOf(lines);
    private readonly ImmutableArray<string> _typesThatCountAlone = TypesOf(lines.Where(f => f.CountsAlone));

    /// <summary>Whether names say nothing, because the user wants it so.</summary>
    public bool AreOff => lines.IsEmpty;

    /// <summary>What the convention says of the method, or null. That nobody implements it is for the caller to know.</summary>
    public ApiFact? Find(IMethodSymbol method)
    {
        if (AreOff)
            return null;

        var definition = method.OriginalDefinition;
        return _facts.TryGetValue(definition, out var fact) ? fact : _facts.GetOrAdd(definition, Resolve(definition));
    }

    /// <summary>What it says of a member of a type that nothing declares in sight, by their names alone.</summary>
    public ApiFact? Find(string type, string member, bool isTask) => Best(type, member) is { } line && (isTask || !line.ReturnsTask) ? line : null;

    /// <summary>
    /// Whether the compilation, or a project or library beside it that is none of the known ones, declares an interface of a name that is a reason to look.
    /// Names only: no symbol is made for it.
    /// </summary>
    public bool AreUsedIn(Compilation compilation)
    {
        if (_typesThatCountAlone.IsEmpty)
            return false;

        if (compilation.ContainsSymbolsWithName(IsReasonToLook, SymbolFilter.Type))
            return true;

        return compilation.SourceModule.ReferencedAssemblySymbols.Any(a => !IsKnown(a) && a.TypeNames.Any(IsReasonToLook));
    }

    /// <summary>The lines, each with the names of members for which it may speak: those of types that are called like it, in source and in libraries.</summary>
    public IEnumerable<(ApiFact Line, string Name)> Names(Compilation compilation) => _types.IsEmpty
        ? []
        : compilation.SourceModule.ReferencedAssemblySymbols.Where(a => !IsKnown(a)).Select(a => s_abstractions.GetValue(a, static _ => new()).Speaking(lines, () => AbstractionsOf(a)))
            .Concat(compilation.SyntaxTrees.Select(t => SourceFile.Of(t)).Select(f => f.Abstractions.Speaking(lines, () => f.Methods)))
            .SelectMany(n => n);

    private IEnumerable<(string Type, string Member)> AbstractionsOf(IAssemblySymbol assembly) => !assembly.TypeNames.Any(IsOfConvention)
        ? []
        : from type in TypeLookup.TypesOf(assembly)
          from member in type.GetMembers()
          where member is IMethodSymbol { MethodKind: MethodKind.Ordinary } && (member.IsAbstract || member.IsVirtual)
          select (type.Name, member.Name);

    private static ImmutableArray<string> TypesOf(IEnumerable<ApiFact> lines) => [.. lines.Where(f => f.Effect is not ApiEffect.None).Select(f => f.Type).Distinct()];

    private bool IsOfConvention(string name) => _types.Any(p => NamePattern.Matches(p, name));

    private bool IsReasonToLook(string name) =>
        name.Length > 2 && name[0] == 'I' && char.IsUpper(name[1]) && _typesThatCountAlone.Any(p => NamePattern.Matches(p, name));

    private ApiFact? Resolve(IMethodSymbol method)
    {
        if (method is not { MethodKind: MethodKind.Ordinary, IsStatic: false, ContainingType: { } type } ||
            !(type.TypeKind == TypeKind.Interface || method.IsAbstract || (method.IsVirtual && !method.IsSealed)) ||
            type.ContainingAssembly is not { } assembly || IsKnown(assembly))
        {
            return null;
        }

        return Best(type.Name, method.Name) is { } best && HasShape(method, best) ? best : null;
    }

    private ApiFact? Best(string type, string member)
    {
        ApiFact? best = null;
        foreach (var line in lines)
        {
            if (line.IsAbout(member) && NamePattern.Matches(line.Type, type) && (best is null || IsMorePrecise(line, best)))
                best = line;
        }

        return best is { Effect: not ApiEffect.None } ? best : null;
    }

    private static bool IsMorePrecise(ApiFact line, ApiFact than)
    {
        var (member, other) = (NamePattern.Precision(line.Member), NamePattern.Precision(than.Member));
        return member > other || (member == other && NamePattern.Precision(line.Type) > NamePattern.Precision(than.Type));
    }

    // Microsoft's names are also those of its samples, which are programs like any other; its libraries are signed.
    private bool IsKnown(IAssemblySymbol assembly) =>
        knownAssemblies.Contains(assembly.Name) || assembly.Name is "mscorlib" or "netstandard" or "System" ||
        (assembly.Identity.IsStrongName && (assembly.Name.StartsWith("System.", StringComparison.Ordinal) || assembly.Name.StartsWith("Microsoft.", StringComparison.Ordinal)));

    private static bool HasShape(IMethodSymbol method, ApiFact line)
    {
        var isTask = IsTask(method.ReturnType, out var result);
        if (line.ReturnsTask && !isTask)
            return false;

        // A read returns what it has read; a method that returns its own type or a query builds something that runs later.
        if (result is null)
            return line.Effect is not ApiEffect.Read;

        return result.TypeKind is not TypeKind.Delegate &&
            !IsQuery(result) && !result.AllInterfaces.Any(IsQuery) &&
            !SymbolEqualityComparer.Default.Equals(result.OriginalDefinition, method.ContainingType.OriginalDefinition);
    }

    private static bool IsQuery(ITypeSymbol type) => type is { Name: "IQueryable", ContainingNamespace: { Name: "Linq", ContainingNamespace.Name: "System" } };

    private static bool IsTask(ITypeSymbol type, out ITypeSymbol? result)
    {
        result = type.SpecialType is SpecialType.System_Void ? null : type;
        if (type is not INamedTypeSymbol { ContainingNamespace: { } space } named)
            return false;

        if (!(type.Name is "Task" or "ValueTask" && space is { Name: "Tasks", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } }) &&
            !(type.Name is "IAsyncEnumerable" && space is { Name: "Generic", ContainingNamespace: { Name: "Collections", ContainingNamespace.Name: "System" } }))
        {
            return false;
        }

        result = named.TypeArguments.Length == 1 ? named.TypeArguments[0] : null;
        return true;
    }
}
