using System.Security.Cryptography;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.Tool.Tests.Checking;

/// <summary>A real assembly with debug information, and a copy of the attribute's source in it.</summary>
internal static class BuiltAssembly
{
    private const string Attribute =
        """
        namespace PerfAnalyzers
        {
            [System.AttributeUsage(System.AttributeTargets.All)]
            internal sealed class PerformanceBudgetAttribute : System.Attribute
            {
                public string? Profile { get; set; }
                public double P95Milliseconds { get; set; } = -1;
                public int MaxRoundTrips { get; set; } = -1;
                public long MaxAllocatedBytes { get; set; } = -1;
            }
        }
        """;

    /// <summary>Writes <paramref name="source"/> to the directory, compiles it, and answers with the assembly's path.</summary>
    public static string Write(TemporaryDirectory directory, string source, string assembly = "bin/Shop.dll")
    {
        var file = directory.Write("src/Handler.cs", source);
        var path = directory.Write(assembly, "");
        using var text = File.OpenRead(file);
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p).StartsWith("System.", StringComparison.Ordinal))
            .Select(p => MetadataReference.CreateFromFile(p));
        var compilation = CSharpCompilation.Create(
            "Shop",
            [
                CSharpSyntaxTree.ParseText(SourceText.From(text, checksumAlgorithm: SourceHashAlgorithm.Sha256), path: file),
                CSharpSyntaxTree.ParseText(SourceText.From(Attribute, System.Text.Encoding.UTF8), path: directory["src/Attribute.cs"]),
            ],
            references, new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var image = File.Create(path);
        var result = compilation.Emit(image, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.Embedded));
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        return path;
    }

    /// <summary>The field <c>checksum</c> of a file, by its definition.</summary>
    public static string Checksum(string file) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))[..16].ToLowerInvariant();
}
