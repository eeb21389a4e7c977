using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Memory;

/// <summary>Which classes of the program are collections because they derive from one, and keep to what that does: <c>class History : List&lt;string&gt;</c>.</summary>
internal sealed class OwnCollections(MemoryApis memory)
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> _known = new(SymbolEqualityComparer.Default);

    /// <summary>The library's collection that a value of the type is; null when it is none, or a class in between may limit it.</summary>
    public INamedTypeSymbol? CollectionOf(ITypeSymbol? type)
    {
        for (var current = type as INamedTypeSymbol; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            if (memory.IsCollection(current))
                return current;

            if (current.TypeKind is not TypeKind.Class || current.DeclaringSyntaxReferences.IsEmpty || !_known.GetOrAdd(current.OriginalDefinition, IsPlain))
                return null;
        }

        return null;
    }

    // Who overrides InsertItem or asks for Count may have a limit inside; who mentions Remove takes something out.
    private bool IsPlain(INamedTypeSymbol type) => type.DeclaringSyntaxReferences.All(r => r.GetSyntax() is TypeDeclarationSyntax declaration && declaration.DescendantNodes().All(n => n switch
    {
        MemberDeclarationSyntax member => !member.Modifiers.Any(SyntaxKind.OverrideKeyword) && !member.Modifiers.Any(SyntaxKind.NewKeyword),
        SimpleNameSyntax { Identifier.ValueText: var name } => name is not ("Count" or "Capacity" or "Length") && !memory.MayShrink(name),
        _ => true,
    }));
}
