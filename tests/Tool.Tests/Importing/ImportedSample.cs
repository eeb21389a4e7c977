using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Tool.Tests.Importing;

/// <summary>Imports captures with the real tool, as users do.</summary>
internal static class ImportedSample
{
    /// <summary>The evidence of a sample file.</summary>
    public static Task<EvidenceProfile> OfAsync(TemporaryDirectory directory, string sample) => OfFileAsync(directory, Samples.File(sample));

    /// <summary>The evidence of a file.</summary>
    public static async Task<EvidenceProfile> OfFileAsync(TemporaryDirectory directory, string file, int exitCode = 0)
    {
        var result = await Programs.PerfEvidenceAsync(directory.Path, "import", file, "-o", directory["imported.perfevidence"]);
        Assert.True(result.ExitCode == exitCode, result.Error);
        return Read(directory["imported.perfevidence"]);
    }

    /// <summary>A file of evidence with one profile.</summary>
    public static EvidenceProfile Read(string file)
    {
        using var reader = File.OpenText(file);
        var document = EvidenceParser.Read(reader);
        Assert.Empty(document.Problems);
        return Assert.Single(document.Profiles);
    }
}
