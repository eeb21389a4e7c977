using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PerfAnalyzers.Corpus.Loading;

/// <summary>The .editorconfig and .globalconfig files of a tree, and the build properties that analyzers commonly read.</summary>
internal sealed class ConfigFiles : AnalyzerConfigOptionsProvider
{
    private const string ProjectDirectory = "build_property.MSBuildProjectDirectory";

    private readonly AnalyzerConfigSet _files;
    private readonly ImmutableDictionary<string, string> _build;

    private ConfigFiles(AnalyzerConfigSet files, ImmutableDictionary<string, string> build)
    {
        _files = files;
        _build = build;
        GlobalOptions = new Values(files.GlobalConfigOptions.AnalyzerOptions, build);
        Severities = new ConfiguredSeverities(files);
    }

    /// <inheritdoc/>
    public override AnalyzerConfigOptions GlobalOptions { get; }

    /// <summary>Severities that the files set.</summary>
    public SyntaxTreeOptionsProvider Severities { get; }

    /// <summary>The files of a whole tree; each holds for its directory only, so that all projects can share them.</summary>
    public static ConfigFiles Of(CheckedOutTree tree) => new(
        AnalyzerConfigSet.Create(tree.Files
            .Where(f => TreePath.Name(f) is ".editorconfig" or ".globalconfig").Select(f => AnalyzerConfig.Parse(tree.Read(f), tree.FullPath(f))).ToList()),
        ImmutableDictionary<string, string>.Empty);

    /// <summary>The same files, as a project sees them.</summary>
    public ConfigFiles For(CheckedOutTree tree, ProjectFile project) => new(_files, ImmutableDictionary.CreateRange(new Dictionary<string, string>
    {
        ["build_property.TargetFramework"] = "net10.0",
        ["build_property.RootNamespace"] = project.Property("RootNamespace") is { Length: > 0 } root ? root : project.AssemblyName,
        ["build_property.ProjectDir"] = tree.FullPath(project.Directory) + Path.DirectorySeparatorChar,
        [ProjectDirectory] = tree.FullPath(project.Directory),
        ["build_property.RazorLangVersion"] = "Latest",
        ["build_property.RazorConfiguration"] = "MVC-3.0",
    }));

    /// <inheritdoc/>
    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => Of(tree.FilePath);

    /// <inheritdoc/>
    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => Of(textFile.Path);

    // The compiler of Razor asks of each page where it is in the project.
    private Values Of(string path) => new(_files.GetOptionsForSourcePath(path).AnalyzerOptions, _build.TryGetValue(ProjectDirectory, out var directory) && RazorSource.IsPage(path)
        ? _build.SetItem("build_metadata.AdditionalFiles.TargetPath", Convert.ToBase64String(Encoding.UTF8.GetBytes(Path.GetRelativePath(directory, path))))
        : _build);

    private sealed class Values(ImmutableDictionary<string, string> own, ImmutableDictionary<string, string> build) : AnalyzerConfigOptions
    {
        public override IEnumerable<string> Keys => own.Keys.Concat(build.Keys);

        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => own.TryGetValue(key, out value) || build.TryGetValue(key, out value);
    }

    private sealed class ConfiguredSeverities(AnalyzerConfigSet files) : SyntaxTreeOptionsProvider
    {
        // Asked for every report and every file.
        private readonly ConcurrentDictionary<string, ImmutableDictionary<string, ReportDiagnostic>> _known = new(StringComparer.Ordinal);

        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
            _known.GetOrAdd(tree.FilePath, path => files.GetOptionsForSourcePath(path).TreeOptions).TryGetValue(diagnosticId, out severity);

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
            files.GlobalConfigOptions.TreeOptions.TryGetValue(diagnosticId, out severity);
    }
}
