using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace PerfAnalyzers.Testing;

/// <summary>
/// Signatures of libraries that cannot be restored, compiled into assemblies of their names: <c>Stubs/NHibernate.cs</c> is NHibernate.
/// They have the members that the tables name, as the libraries declare them; a body is a throw.
/// </summary>
public static class LibraryStubs
{
    private static readonly Lazy<IReadOnlyList<MetadataReference>> References = new(() =>
        [.. typeof(LibraryStubs).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".stub", StringComparison.Ordinal)).Select(Compile)]);

    /// <summary>Every stub.</summary>
    public static IReadOnlyList<MetadataReference> All => References.Value;

    private static PortableExecutableReference Compile(string resource)
    {
        using var reader = new StreamReader(typeof(LibraryStubs).Assembly.GetManifestResourceStream(resource)!);
        var compilation = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(resource),
            [CSharpSyntaxTree.ParseText(reader.ReadToEnd())],
            TestReferences.FrameworkOnly,
            new(OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        var result = compilation.Emit(image, options: new(metadataOnly: true));
        if (!result.Success)
            throw new InvalidOperationException(resource + ": " + string.Join("\n", result.Diagnostics));

        return MetadataReference.CreateFromImage(image.ToArray(), filePath: Path.GetFileNameWithoutExtension(resource) + ".dll");
    }
}
