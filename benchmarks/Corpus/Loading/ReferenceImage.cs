using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace PerfAnalyzers.Corpus.Loading;

/// <summary>
/// A project as other projects see it in a build: a reference assembly. The compiler emits none while a declaration has errors, and
/// without restored packages many have, so the declarations are repaired until it does.
/// </summary>
internal static class ReferenceImage
{
    private const int PatientRounds = 6;
    private const int Rounds = 12;

    private static readonly EmitOptions s_reference = new(metadataOnly: true, tolerateErrors: true, includePrivateMembers: false);

    /// <summary>The reference assembly of a compilation.</summary>
    public static MetadataReference Of(CSharpCompilation compilation)
    {
        var original = compilation;
        for (var round = 0; round < Rounds; round++)
        {
            using var image = new MemoryStream();
            var emitted = compilation.Emit(image, options: s_reference);
            if (emitted.Success)
                return MetadataReference.CreateFromImage(image.ToArray(), filePath: $"{compilation.AssemblyName}.dll");

            var repaired = DeclarationRepair.Repair(compilation, emitted.Diagnostics, wholeMembers: round >= PatientRounds);
            if (ReferenceEquals(repaired, compilation))
                break;

            compilation = repaired;
        }

        // Its bodies are visible now, which flatters: better said than hidden.
        Console.Error.WriteLine($"{original.AssemblyName}: no reference assembly can be made, so its source is seen instead");
        return original.ToMetadataReference();
    }
}
