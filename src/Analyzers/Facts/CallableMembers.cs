using Microsoft.CodeAnalysis;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Facts;

/// <summary>
/// The members that other assemblies may call and that run a body of this one: its own visible members, and members of interfaces and
/// base types, of whatever assembly, that its types implement or override. These count even where the types are internal, because a
/// reference assembly drops such types, and a call through the interface still ends there.
/// </summary>
internal sealed class CallableMembers
{
    private readonly SortedDictionary<string, CallableMember> _members = new(StringComparer.Ordinal);
    private readonly IAssemblySymbol _assembly;
    private readonly bool _showsInternals;

    private CallableMembers(IAssemblySymbol assembly)
    {
        _assembly = assembly;
        _showsInternals = assembly.GetAttributes().Any(a => a.AttributeClass?.Name == "InternalsVisibleToAttribute");
    }

    /// <summary>The members of an assembly in order of their keys, of those that <paramref name="isWanted"/>.</summary>
    public static IReadOnlyCollection<CallableMember> Of(IAssemblySymbol assembly, Func<IMethodSymbol, bool> isWanted, CancellationToken cancellationToken)
    {
        var members = new CallableMembers(assembly);
        foreach (var type in TypeLookup.TypesOf(assembly))
        {
            cancellationToken.ThrowIfCancellationRequested();
            members.AddOwn(type, isWanted);
            if (type.TypeKind is TypeKind.Class or TypeKind.Struct)
                members.AddImplemented(type, isWanted);
        }

        members.DropRepeated();
        return members._members.Values;
    }

    // MovieRepository : Repository<Movie> brings IRepository<Movie>.Get, which is what Repository<T> says about every IRepository<T> already.
    private void DropRepeated()
    {
        foreach (var member in _members.Values.ToList())
        {
            var declaration = FactKey.Split(member.Key).Declaration;
            if (declaration != member.Key && _members.TryGetValue(declaration, out var open) && member.RemoveAll(open.Bodies))
                _members.Remove(member.Key);
        }
    }

    private void AddOwn(INamedTypeSymbol type, Func<IMethodSymbol, bool> isWanted)
    {
        foreach (var method in type.GetMembers().OfType<IMethodSymbol>())
        {
            if (method.IsImplicitlyDeclared || !isWanted(method))
                continue;

            // Who goes through a sequence calls what nobody can call by name.
            if (IsVisible(method) || (RowsGoneThrough.IsEnumerator(method) && IsVisible(type)))
                Add(method, method);

            for (var overridden = method.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
            {
                if (IsCallable(overridden))
                    Add(overridden, method);
            }
        }
    }

    private void AddImplemented(INamedTypeSymbol type, Func<IMethodSymbol, bool> isWanted)
    {
        foreach (var @interface in type.AllInterfaces)
        {
            if (Dispatch.IsOfFramework(@interface))
                continue;

            foreach (var member in @interface.GetMembers().OfType<IMethodSymbol>())
            {
                if (!member.IsStatic && isWanted(member) && IsCallable(member) &&
                    Dispatch.ImplementationIn(type, member) is { } implementation)
                {
                    Add(member, implementation.OriginalDefinition);
                }
            }
        }
    }

    private void Add(IMethodSymbol called, IMethodSymbol runs)
    {
        if (FactKey.Of(called) is not { } key)
            return;

        if (!_members.TryGetValue(key, out var member))
            _members.Add(key, member = new(key, called));

        if (!runs.IsAbstract)
            member.Add(runs);
    }

    // Others see what they declare themselves; of what is declared here, what is visible to them.
    private bool IsCallable(IMethodSymbol member) =>
        !Dispatch.IsOfFramework(member.ContainingType) &&
        (!SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, _assembly) || IsVisible(member));

    private bool IsVisible(ISymbol member)
    {
        for (var symbol = member; symbol is IMethodSymbol or INamedTypeSymbol; symbol = symbol.ContainingType)
        {
            var isVisible = symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal ||
                (_showsInternals && symbol.DeclaredAccessibility is Accessibility.Internal or Accessibility.ProtectedAndInternal);
            if (!isVisible)
                return false;
        }

        return true;
    }
}
