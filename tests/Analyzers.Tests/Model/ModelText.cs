using PerfAnalyzers.Model;

namespace PerfAnalyzers.Tests.Model;

/// <summary>A model as lines of text, to be compared.</summary>
internal static class ModelText
{
    /// <summary>The model that was read from source.</summary>
    public static string Of(EntityModel model) => string.Join('\n', model.Entities.SelectMany(Lines).Distinct().Order(StringComparer.Ordinal));

    public static string Navigation(string entity, string name, string target, bool isCollection, bool isOwned, bool isAutoIncluded) =>
        $"{entity}.{name} -> {target}{(isCollection ? "*" : "")}{(isOwned ? " owned" : "")}{(isAutoIncluded ? " auto" : "")}";

    public static string Index(string entity, IEnumerable<string> columns, bool isUnique, bool hasFilter) =>
        $"{entity} index({string.Join(", ", columns)}){(isUnique ? " unique" : "")}{(hasFilter ? " filtered" : "")}";

    private static IEnumerable<string> Lines(Entity entity)
    {
        var name = entity.Type.Name;
        yield return name + (entity.IsOwned ? " owned" : "") + (entity.IsJson ? " json" : "");

        foreach (var navigation in entity.Navigations)
            yield return Navigation(name, navigation.Name, navigation.Target.Name, navigation.IsCollection, navigation.IsOwned, navigation.IsAutoIncluded);

        foreach (var index in entity.Indexes.Where(i => !entity.IsOwned || i.Kind is IndexKind.Index))
            yield return Index(name, index.Columns, index.IsUnique, index.HasFilter) + (index.Kind is IndexKind.PrimaryKey ? " primary" : "");
    }
}
