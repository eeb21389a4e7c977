namespace PerfAnalyzers.Model;

/// <summary>An <see cref="EntityNavigation"/> by names.</summary>
/// <param name="Name">The property.</param>
/// <param name="Declaring">The class that declares it: the entity's, or one that it derives from.</param>
/// <param name="IsCollection">Whether it leads to several.</param>
/// <param name="IsOwned">Whether the target is part of the entity.</param>
/// <param name="IsAutoIncluded">Whether queries load it without being told.</param>
internal sealed record NavigationDescription(string Name, string Declaring, bool IsCollection, bool IsOwned, bool IsAutoIncluded);
