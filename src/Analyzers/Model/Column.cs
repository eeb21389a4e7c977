using Microsoft.CodeAnalysis;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Model;

/// <summary>A column that a query names.</summary>
/// <param name="Entity">The entity whose column it is.</param>
/// <param name="Name">The property.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="Syntax">Where the query names it.</param>
internal sealed record Column(Entity Entity, string Name, ITypeSymbol Type, SyntaxNode Syntax)
{
    /// <summary>Whether an index begins with it.</summary>
    public bool IsIndexed => Entity.IndexesLedBy(Name).Any();

    /// <summary>Whether it has few different values, so that an index spares little: flags and enumerations.</summary>
    public bool HasFewValues => Underlying is { TypeKind: TypeKind.Enum } or { SpecialType: SpecialType.System_Boolean };

    /// <summary>Whether everything is in sight that could give it an index, and an index could be made.</summary>
    public bool IsKnown => Entity is { IncompleteBecause: null, IsView: false, IsJson: false } && !IsDeclaredByLibrary;

    /// <summary>The name where the query has it.</summary>
    public Location Location => (NameInCode.In(Syntax) ?? Syntax).GetLocation();

    private ITypeSymbol Underlying => Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: { Length: 1 } value } ? value[0] : Type;

    // What a library's base class declares, its base context configures: the users and roles of ASP.NET Core Identity.
    private bool IsDeclaredByLibrary => !Entity.IsInSnapshot &&
        TypeNames.SelfAndBases(Entity.Type).FirstOrDefault(t => !t.GetMembers(Name).IsEmpty) is { ContainingAssembly.Name: var assembly } && assembly.StartsWith("Microsoft.", StringComparison.Ordinal);
}
