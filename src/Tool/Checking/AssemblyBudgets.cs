using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using PerfAnalyzers.Collector.Symbols;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Tool.Checking;

/// <summary>
/// The <c>[PerformanceBudget]</c> attributes of a built assembly, read from its metadata: nothing of it is loaded or run. The attribute is known by its name,
/// so that a copy of its source counts, too.
/// </summary>
internal sealed class AssemblyBudgets
{
    private const string Attribute = "PerfAnalyzers.PerformanceBudgetAttribute";

    private AssemblyBudgets(IReadOnlyList<StatedBudget> budgets, IReadOnlyDictionary<string, string> checksums)
    {
        Budgets = budgets;
        Checksums = checksums;
    }

    public IReadOnlyList<StatedBudget> Budgets { get; }

    /// <summary>The checksums of the sources it was compiled from, by their names in evidence; empty without debug information.</summary>
    public IReadOnlyDictionary<string, string> Checksums { get; }

    /// <summary>Reads an assembly; null when the file is none, or none of .NET.</summary>
    public static AssemblyBudgets? TryRead(string path, SourcePaths paths)
    {
        try
        {
            using var image = new PEReader(File.OpenRead(path), PEStreamOptions.PrefetchEntireImage);
            if (!image.HasMetadata)
                return null;

            var symbols = AssemblySymbols.Open(path, paths);
            return new([.. Read(image.GetMetadataReader(), symbols, path)], symbols?.Checksums() ?? new Dictionary<string, string>());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or BadImageFormatException or InvalidOperationException or ArgumentException or OverflowException)
        {
            // What a damaged image makes the reader stumble over is the same as no image.
            return null;
        }
    }

    private static IEnumerable<StatedBudget> Read(MetadataReader reader, AssemblySymbols? symbols, string path)
    {
        foreach (var handle in reader.CustomAttributes)
        {
            var attribute = reader.GetCustomAttribute(handle);
            if (AttributeTypes.Of(reader, attribute) != Attribute || Ids(reader, attribute.Parent) is not { Ids.Count: > 0 } member)
                continue;

            var arguments = attribute.DecodeValue(new AttributeTypes()).NamedArguments;
            var limits = BudgetLimitKind.All.Select(k => k.Limit(arguments.FirstOrDefault(a => a.Name == k.Argument).Value)).OfType<BudgetLimit>().ToList();
            if (limits.Count == 0)
                continue;

            var profile = arguments.FirstOrDefault(a => a.Name == "Profile").Value as string;
            var place = symbols?.Member(MetadataTokens.GetToken(member.Method));
            yield return new(
                member.Ids[0], BudgetSubject.Member(member.Ids), string.IsNullOrWhiteSpace(profile) ? null : profile, limits, path, place?.File ?? "", place?.Line ?? 0);
        }
    }

    // A profiler sees the accessors of a property.
    private static (List<string> Ids, MethodDefinitionHandle Method) Ids(MetadataReader reader, EntityHandle parent)
    {
        if (parent.Kind is HandleKind.MethodDefinition)
            return ([DocumentationId.Of(reader, (MethodDefinitionHandle)parent)], (MethodDefinitionHandle)parent);

        if (parent.Kind is not HandleKind.PropertyDefinition)
            return ([], default);

        var property = (PropertyDefinitionHandle)parent;
        var accessors = reader.GetPropertyDefinition(property).GetAccessors();
        var methods = new[] { accessors.Getter, accessors.Setter }.Where(a => !a.IsNil).ToList();
        return methods.Count == 0 ? ([], default) : ([DocumentationId.Of(reader, property)!, .. methods.Select(m => DocumentationId.Of(reader, m))], methods[0]);
    }
}
