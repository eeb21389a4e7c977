namespace PerfAnalyzers.Corpus.Loading;

/// <summary>What the compiler would be told about a project.</summary>
internal sealed class ProjectFile
{
    private readonly Dictionary<string, string> _properties;

    private ProjectFile(CheckedOutTree tree, string path, ProjectEvaluation evaluation)
    {
        _properties = evaluation.Properties;
        Path = path;
        Directory = TreePath.Parent(path)!;
        Sdk = evaluation.Sdk;
        Usings = [.. evaluation.Items.Where(i => i.Kind == "Using")];
        InternalsVisibleTo = [.. evaluation.Items.Where(i => i is { Kind: "InternalsVisibleTo", IsRemoval: false }).Select(i => i.Value)];
        References =
        [
            .. evaluation.Items.Where(i => i is { Kind: "ProjectReference", IsRemoval: false })
                .Select(i => TreePath.Resolve(Directory, i.Value)).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase),
        ];
        Sources = SourcesOf(tree, evaluation);
    }

    /// <summary>Where it is in the tree.</summary>
    public string Path { get; }

    /// <summary>Its directory.</summary>
    public string Directory { get; }

    /// <summary>Its SDK, or empty.</summary>
    public string Sdk { get; }

    /// <summary>Namespaces that every file uses, besides the implicit ones.</summary>
    public IReadOnlyList<ProjectItem> Usings { get; }

    /// <summary>Assemblies that see what is internal.</summary>
    public IReadOnlyList<string> InternalsVisibleTo { get; }

    /// <summary>Projects it references, as paths in the tree.</summary>
    public IReadOnlyList<string> References { get; }

    /// <summary>Files it compiles.</summary>
    public IReadOnlySet<string> Sources { get; }

    /// <summary>The name of its assembly.</summary>
    public string AssemblyName =>
        Property("AssemblyName") is { Length: > 0 } name && !name.Contains('$', StringComparison.Ordinal) ? name : System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Reads a project of a tree.</summary>
    public static ProjectFile Read(CheckedOutTree tree, string path) => new(tree, path, ProjectEvaluation.Of(tree, path));

    /// <summary>A property, or empty.</summary>
    public string Property(string name) => _properties.GetValueOrDefault(name, "");

    /// <summary>Whether a property switches something on.</summary>
    public bool Enables(string name) => Property(name).ToUpperInvariant() is "ENABLE" or "TRUE";

    private HashSet<string> SourcesOf(CheckedOutTree tree, ProjectEvaluation evaluation)
    {
        var sources = new HashSet<string>(StringComparer.Ordinal);
        var candidates = tree.Files.Where(f => f.EndsWith(".cs", StringComparison.OrdinalIgnoreCase)).ToList();
        if (Sdk.Length > 0 && !IsFalse("EnableDefaultItems") && !IsFalse("EnableDefaultCompileItems"))
        {
            var excluded = PatternsOf(Property("DefaultItemExcludes"));
            sources.UnionWith(candidates.Where(f => TreePath.IsBelow(f, Directory) && !IsInHiddenDirectory(f) && !excluded.Exists(p => p.Matches(f))));
        }

        foreach (var item in evaluation.Items.Where(i => i.Kind == "Compile"))
        {
            if (FilePattern.Of(Directory, item.Value) is not { } pattern)
                continue;

            var excluded = PatternsOf(item.Excluded);
            var meant = candidates.Where(f => pattern.Matches(f) && !excluded.Exists(p => p.Matches(f)));
            if (item.IsRemoval)
                sources.ExceptWith([.. meant]);
            else
                sources.UnionWith(meant);
        }

        return sources;
    }

    private bool IsFalse(string name) => string.Equals(Property(name), "false", StringComparison.OrdinalIgnoreCase);

    private bool IsInHiddenDirectory(string file) =>
        file.AsSpan(Directory.Length).Contains("/.", StringComparison.Ordinal) || (Directory.Length == 0 && file.StartsWith('.'));

    private List<FilePattern> PatternsOf(string? list) =>
        [.. (list?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? []).Select(p => FilePattern.Of(Directory, p)).OfType<FilePattern>()];
}
