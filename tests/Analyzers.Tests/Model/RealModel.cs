using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace PerfAnalyzers.Tests.Model;

/// <summary>What EF Core itself makes of a program's model: the oracle of the reader.</summary>
internal static class RealModel
{
    /// <summary>The model of the program's context, in the words of <see cref="ModelText"/>.</summary>
    public static string Of(Compilation compilation)
    {
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        image.Position = 0;
        var loading = new AssemblyLoadContext("model", isCollectible: true);
        try
        {
            var type = loading.LoadFromStream(image).GetTypes().Single(t => t.IsSubclassOf(typeof(DbContext)) && !t.IsAbstract && t.GetConstructor([]) is not null);
            using var context = (DbContext)Activator.CreateInstance(type)!;
            return string.Join('\n', context.Model.GetEntityTypes().Where(e => !e.HasSharedClrType || e.IsOwned()).SelectMany(Lines).Distinct().Order(StringComparer.Ordinal));
        }
        finally
        {
            loading.Unload();
        }
    }

    private static IEnumerable<string> Lines(IEntityType entity)
    {
        var name = entity.ClrType.Name;
        yield return name + (entity.IsOwned() ? " owned" : "") + (entity.IsMappedToJson() ? " json" : "");

        foreach (var navigation in entity.GetNavigations().Where(n => n.PropertyInfo is not null && !(n.ForeignKey.IsOwnership && n.IsOnDependent)))
            yield return ModelText.Navigation(name, navigation.Name, navigation.TargetEntityType.ClrType.Name, navigation.IsCollection, navigation.ForeignKey.IsOwnership, navigation.IsEagerLoaded && !navigation.ForeignKey.IsOwnership);

        foreach (var navigation in entity.GetSkipNavigations())
            yield return ModelText.Navigation(name, navigation.Name, navigation.TargetEntityType.ClrType.Name, true, false, navigation.IsEagerLoaded);

        // The keys of what is owned are nobody's properties.
        if (entity.IsOwned())
        {
            foreach (var index in entity.GetIndexes().Where(i => !i.Properties.All(p => p.IsShadowProperty())))
                yield return ModelText.Index(name, index.Properties.Select(p => p.Name), index.IsUnique, index.GetFilter() is not null);

            yield break;
        }

        foreach (var key in entity.GetKeys())
            yield return ModelText.Index(name, key.Properties.Select(p => p.Name), true, false) + (key.IsPrimaryKey() ? " primary" : "");

        foreach (var index in entity.GetIndexes())
            yield return ModelText.Index(name, index.Properties.Select(p => p.Name), index.IsUnique, index.GetFilter() is not null);
    }
}
