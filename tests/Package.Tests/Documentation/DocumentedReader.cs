namespace PerfAnalyzers.Package.Tests.Documentation;

/// <summary>What every page presumes: the packages and the tool, installed as the README says, and the project of the tutorial.</summary>
public sealed class DocumentedReader : IAsyncLifetime
{
    internal const string Readme = "README.md";
    internal const string Tutorial = "docs/tutorial.md";

    internal ReadersMachine Machine { get; } = new();

    public async Task InitializeAsync()
    {
        await Machine.FollowAsync(PackedPackage.RepositoryRoot, [.. MarkdownPage.Blocks(Readme).Where(b => b.Kind is BlockKind.CommandsInTheClone)]);
        await Machine.FollowAsync(Machine.Work, MarkdownPage.Blocks(Tutorial));
        await RememberTheMeasurementBeforeAsync();
        Captures.WriteTo(Machine.Captures);
        Directory.CreateDirectory(Path.Combine(Machine.Captures, ".perf"));
        foreach (var evidence in Directory.EnumerateFiles(Path.Combine(Machine.Project, ".perf")))
            File.Copy(evidence, Path.Combine(Machine.Captures, ".perf", Path.GetFileName(evidence)));
    }

    public Task DisposeAsync()
    {
        Machine.Dispose();
        return Task.CompletedTask;
    }

    // A pipeline compares with the evidence of the branch that a pull request is for.
    private Task RememberTheMeasurementBeforeAsync() => Machine.FollowAsync(Machine.Project,
    [
        new("the repository", 0, BlockKind.Commands, """
            git init -q -b main
            mkdir kept && cp .perf/*.perfevidence kept && cp before.perfevidence .perf/report.perfevidence
            git add .perf && git -c user.name=reader -c user.email=reader@localhost commit -q -m before
            git update-ref refs/remotes/origin/main HEAD
            cp kept/* .perf && rm -r kept
            """),
    ]);
}
