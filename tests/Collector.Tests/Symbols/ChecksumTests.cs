using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Collector.Tests.Symbols;

/// <summary>The checksum in evidence is the beginning of the SHA-256 that debug information has of a source file.</summary>
public sealed class ChecksumTests
{
    private const string Source = "public class C\n{\n    public int M() => 1;\n}\n";

    private static string Expected(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16].ToLowerInvariant();

    [Fact]
    public void Old_debug_information_with_sha_1_has_none()
    {
        // The compilation of these tests hashes as Roslyn does by default, which is SHA-1.
        using var compiled = new CompiledSource(Source, OutputKind.DynamicallyLinkedLibrary, OptimizationLevel.Release, embedded: false);
        var member = compiled.Symbols!.Member(0x06000001);
        Assert.Equal(("M:C.M", null), (member!.Id, member.Checksum));
    }

    [Fact]
    public void A_text_is_known_whatever_its_line_ends()
    {
        Assert.True(SourceChecksum.IsOf(Expected(Source), Source));
        Assert.True(SourceChecksum.IsOf(Expected(Source.Replace("\n", "\r\n", StringComparison.Ordinal)), Source));
        Assert.True(SourceChecksum.IsOf(Expected("\uFEFF" + Source), Source.Replace("\n", "\r\n", StringComparison.Ordinal)));
        Assert.False(SourceChecksum.IsOf(Expected(Source), Source + " "));
    }
}
