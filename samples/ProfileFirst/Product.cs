using System.Reflection;

namespace ProfileFirst;

/// <summary>Where the build put what this sample uses.</summary>
internal static class Product
{
    public static string RepositoryRoot { get; } = Metadata("RepositoryRoot");

    /// <summary>The user's package cache, which this sample was restored into.</summary>
    public static string PackageCache { get; } = Metadata("PackageCache");

    public static string Configuration { get; } = Metadata("Configuration");

    /// <summary>The <c>perfevidence</c> tool; a user has it from <c>dotnet tool install</c>.</summary>
    public static string Perfevidence { get; } = Metadata("Perfevidence");

    private static string Metadata(string key) =>
        typeof(Product).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
