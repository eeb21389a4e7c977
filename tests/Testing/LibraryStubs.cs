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

    /// <summary>What the restored MediatR needs beside it.</summary>
    public static IEnumerable<MetadataReference> Contracts => All.Where(stub => stub.Display == "MediatR.Contracts.dll");

    // MediatR finds its contracts by their full identity, which is signed with the key that it is signed with itself.
    private static readonly Lazy<AssemblyIdentity> MediatR = new(() =>
    {
        var compilation = CSharpCompilation.Create("Identity", references: TestReferences.Libraries);
        return compilation.SourceModule.ReferencedAssemblySymbols.Single(a => a.Name == "MediatR").Identity;
    });

    private static PortableExecutableReference Compile(string resource)
    {
        using var reader = new StreamReader(typeof(LibraryStubs).Assembly.GetManifestResourceStream(resource)!);
        var name = Path.GetFileNameWithoutExtension(resource);
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary);
        if (name == "MediatR.Contracts")
            options = options.WithPublicSign(true).WithCryptoPublicKey(MediatR.Value.PublicKey);

        var compilation = CSharpCompilation.Create(name, [CSharpSyntaxTree.ParseText(reader.ReadToEnd())], TestReferences.FrameworkOnly, options);
        using var image = new MemoryStream();
        var result = compilation.Emit(image, options: new(metadataOnly: true));
        if (!result.Success)
            throw new InvalidOperationException(resource + ": " + string.Join("\n", result.Diagnostics));

        return MetadataReference.CreateFromImage(image.ToArray(), filePath: name + ".dll");
    }
}
