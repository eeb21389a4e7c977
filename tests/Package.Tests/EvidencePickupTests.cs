namespace PerfAnalyzers.Package.Tests;

/// <summary>Which files the package's targets hand to the compiler. An evaluation answers that; nothing is compiled.</summary>
[Collection(OnePackage.Name)]
public sealed class EvidencePickupTests(PackageFixture fixture) : IDisposable
{
    private readonly Consumer _shop = fixture.FreshShop();

    [Fact]
    public async Task Ancestor_solution_and_repository_that_are_one_directory_give_each_file_once()
    {
        _shop.Root.Write(".perf/a.perfevidence", "");
        _shop.Root.Write(".perf/b.perfevidence", "");
        _shop.Root.Write(".perf/notes.txt", "");
        _shop.Root.Write(".perf/old/c.perfevidence", "");
        _shop.Root.Write(".git/HEAD", "");

        Assert.Equal(
            [".perf/a.perfevidence", ".perf/b.perfevidence"],
            await _shop.AdditionalFilesAsync($"-p:SolutionDir={_shop.Root.FullName}/"));
    }

    [Fact]
    public async Task Solution_repository_and_project_may_each_have_their_own()
    {
        _shop.Root.Write(".git/HEAD", "");
        _shop.Root.Write(".perf/repository.perfevidence", "");
        _shop.Root.Write("solution/.perf/solution.perfevidence", "");
        _shop.Root.Write("src/.perf/project.perfevidence", "");

        Assert.Equal(
            [".perf/repository.perfevidence", "solution/.perf/solution.perfevidence", "src/.perf/project.perfevidence"],
            await _shop.AdditionalFilesAsync($"-p:SolutionDir={_shop.Root["solution"]}/"));
    }

    [Fact]
    public async Task Worktree_marks_the_repository_with_a_file()
    {
        // The directory above is another checkout: its evidence is about other code.
        _shop.Root.Write(".git/HEAD", "");
        _shop.Root.Write(".perf/above.perfevidence", "");
        _shop.Root.Write("src/.git", "gitdir: elsewhere");

        Assert.Empty(await _shop.AdditionalFilesAsync("-p:SolutionDir=*Undefined*"));

        _shop.Root.Write("src/.perf/here.perfevidence", "");
        Assert.Equal(["src/.perf/here.perfevidence"], await _shop.AdditionalFilesAsync("-p:SolutionDir=*Undefined*"));
    }

    [Fact]
    public async Task Root_that_is_set_is_the_only_place()
    {
        _shop.Root.Write(".perf/ancestor.perfevidence", "");
        _shop.Root.Write("else where/.perf/chosen.perfevidence", "");

        Assert.Equal(
            ["else where/.perf/chosen.perfevidence"],
            await _shop.AdditionalFilesAsync("-p:PerfAnalyzersEvidenceRoot=../else where", $"-p:SolutionDir={_shop.Root.FullName}/"));
    }

    [Fact]
    public async Task Api_knowledge_comes_from_the_project_directory()
    {
        _shop.Root.Write("src/shop.perfapis", "");
        _shop.Root.Write("src/deeper/other.perfapis", "");

        Assert.Equal(["src/shop.perfapis"], await _shop.AdditionalFilesAsync());
    }

    public void Dispose()
    {
        foreach (var made in new[] { ".git", ".perf", "solution", "else where", "src/.perf", "src/deeper" })
        {
            if (Directory.Exists(_shop.Root[made]))
                Directory.Delete(_shop.Root[made], recursive: true);
        }

        File.Delete(_shop.Root["src/.git"]);
        File.Delete(_shop.Root["src/shop.perfapis"]);
    }
}
