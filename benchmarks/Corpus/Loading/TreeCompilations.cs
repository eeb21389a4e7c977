using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PerfAnalyzers.Facts;

namespace PerfAnalyzers.Corpus.Loading;

/// <summary>The compilations of one tree, each made when it is asked for, together with what it references.</summary>
/// <param name="tree">The tree.</param>
/// <param name="libraries">What every project references.</param>
/// <param name="parsed">Files that were parsed before.</param>
/// <param name="mode">What a project sees of those it references.</param>
/// <param name="generators">What writes facts into images, in <see cref="ReferenceMode.Metadata"/>.</param>
internal sealed class TreeCompilations(
    CheckedOutTree tree, ReferenceLibraries libraries, ParsedFiles parsed, ReferenceMode mode, ImmutableArray<ISourceGenerator> generators)
{
    private readonly Dictionary<string, LoadedProject?> _loaded = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, MetadataReference> _references = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConfigFiles _config = ConfigFiles.Of(tree);
    private AdditionalText? _facts;

    /// <summary>The tree.</summary>
    public CheckedOutTree Tree => tree;

    /// <summary>The facts of the whole tree, in <see cref="ReferenceMode.Solution"/>.</summary>
    public AdditionalText? Facts => mode == ReferenceMode.Solution ? _facts ??= SolutionsFacts() : null;

    /// <summary>A project, or null when there is none at that path.</summary>
    public LoadedProject? Load(string path)
    {
        if (_loaded.TryGetValue(path, out var known))
            return known;

        // Until it is made: a project that references itself in a circle does not see itself.
        _loaded[path] = null;
        return tree.Project(path) is { } project ? _loaded[path] = Compile(project) : null;
    }

    private FactsText SolutionsFacts()
    {
        var projects = tree.ProjectPaths.Select(Load).OfType<LoadedProject>();
        return new(SolutionFacts.Of([.. projects.Select(p => ((Compilation)p.Compilation, p.Options(null)))], CancellationToken.None));
    }

    private LoadedProject Compile(ProjectFile project)
    {
        var referenced = ReferencedBy(project);
        var parse = CompilerSettings.ParseOptions(project);
        var sources = project.Sources.Order(StringComparer.Ordinal).ToList();
        var trees = sources.AsParallel().AsOrdered().WithDegreeOfParallelism(2).Select(f => parsed.Parse(tree.FullPath(f), parse))
            .Append(CSharpSyntaxTree.ParseText(CompilerSettings.GeneratedSource(project), parse, Path.Combine(tree.FullPath(project.Directory), "obj", "Project.g.cs")))
            .ToList();
        var names = referenced.Select(r => r.File.AssemblyName).Append(project.AssemblyName).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var config = _config.For(tree, project);
        var compilation = CSharpCompilation.Create(
            project.AssemblyName,
            trees,
            libraries.Without(names).Concat(referenced.Select(ReferenceTo)),
            CompilerSettings.Options(project, trees, _config.Severities));
        var pages = RazorPages.Of(compilation, tree, project, config);
        return new(tree, project, compilation.AddSyntaxTrees(pages), config) { Pages = pages };
    }

    // References of references too, as in an SDK-style project.
    private List<LoadedProject> ReferencedBy(ProjectFile project)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { project.Path };
        var pending = new Queue<string>(project.References);
        var referenced = new List<LoadedProject>();
        while (pending.TryDequeue(out var path))
        {
            if (!seen.Add(path) || Load(path) is not { } loaded)
                continue;

            referenced.Add(loaded);
            foreach (var next in loaded.File.References)
                pending.Enqueue(next);
        }

        return referenced;
    }

    private MetadataReference ReferenceTo(LoadedProject project)
    {
        if (_references.TryGetValue(project.File.Path, out var known))
            return known;

        var seesSource = mode is ReferenceMode.References or ReferenceMode.Solution;
        return _references[project.File.Path] = seesSource ? project.Compilation.ToMetadataReference() : ReferenceImage.Of(WithFacts(project));
    }

    private CSharpCompilation WithFacts(LoadedProject project)
    {
        if (mode != ReferenceMode.Metadata || generators.IsEmpty)
            return project.Compilation;

        // One generator does not see what another has made.
        var facts = CSharpGeneratorDriver.Create(generators, parseOptions: CompilerSettings.ParseOptions(project.File), optionsProvider: project.Config)
            .RunGeneratorsAndUpdateCompilation(project.Compilation.RemoveSyntaxTrees(project.Pages), out _, out var problems);
        foreach (var problem in problems.Where(p => p.Severity >= DiagnosticSeverity.Warning))
            Console.Error.WriteLine($"{project.File.Path}: {problem.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}");

        return project.Compilation.AddSyntaxTrees(facts.GetRunResult().GeneratedTrees);
    }
}
