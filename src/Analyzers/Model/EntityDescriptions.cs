using System.Collections.Immutable;

namespace PerfAnalyzers.Model;

/// <summary>Every entity of a model, by the <see cref="TypeNames"/> of its class.</summary>
/// <param name="All">The entities, each with the name by which a compilation finds its class.</param>
internal sealed record EntityDescriptions(ImmutableDictionary<string, (EntityTypeName Type, EntityDescription Description)> All)
{
    /// <summary>Whether somebody asks for an index, of whatever entity.</summary>
    public bool HasIndexes { get; } = All.Values.Any(d => d.Description.Indexes.Any(i => i.Kind is IndexKind.Index));

    /// <summary>Whether another compilation can find everything again.</summary>
    public bool IsKept => All.Values.All(d => d.Type.IsKept);
}
