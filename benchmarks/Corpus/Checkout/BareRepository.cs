using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace PerfAnalyzers.Corpus.Checkout;

/// <summary>A git repository without a work tree, of which files at a commit are wanted.</summary>
internal sealed class BareRepository
{
    private static readonly string[] s_extensions = [".cs", ".cshtml", ".razor", ".csproj", ".props", ".targets", ".editorconfig", ".globalconfig", ".sln", ".slnx"];

    private readonly string _gitDirectory;

    private BareRepository(string gitDirectory) => _gitDirectory = gitDirectory;

    /// <summary>The repository in a folder of them, or null.</summary>
    public static BareRepository? Find(string repositories, string name)
    {
        var flat = name.Replace('/', '+');
        string[] candidates = [Path.Combine(repositories, flat), Path.Combine(repositories, flat + ".git"), Path.Combine(repositories, name), Path.Combine(repositories, name + ".git")];
        // One level deeper too, where a clone keeps its git directory in a folder of its own.
        var found = candidates.Where(Directory.Exists).SelectMany(c => Directory.EnumerateDirectories(c).Prepend(c)).FirstOrDefault(IsGitDirectory);
        return found is null ? null : new(found);
    }

    /// <summary>Writes what a compilation needs of a commit to a new directory; returns how many files the repository does not have.</summary>
    public int Extract(string commit, string directory)
    {
        // Under another name until it is whole: a directory that is there is taken to be complete.
        var unfinished = directory + ".unfinished";
        if (Directory.Exists(unfinished))
            Directory.Delete(unfinished, recursive: true);

        Directory.CreateDirectory(unfinished);
        var missing = WriteBlobs(BlobsOf(commit), unfinished);
        Directory.Move(unfinished, directory);
        return missing;
    }

    private List<(string Blob, string Path)> BlobsOf(string commit)
    {
        using var git = Start("ls-tree", "-r", "-z", commit);
        var listing = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        if (git.ExitCode != 0)
            throw new InvalidOperationException($"git ls-tree {commit} in {_gitDirectory} exits with {git.ExitCode.ToString(CultureInfo.InvariantCulture)}");

        // Each entry is 'mode type id<tab>path'. A link (mode 120000) is no file.
        return
        [
            .. listing.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(entry => entry.Split('\t', 2))
                .Where(e => e[0].StartsWith("100", StringComparison.Ordinal) && s_extensions.Contains(Path.GetExtension(e[1]).ToLowerInvariant()))
                .Select(e => (e[0].Split(' ')[2], e[1])),
        ];
    }

    private int WriteBlobs(List<(string Blob, string Path)> blobs, string directory)
    {
        using var git = Start("cat-file", "--batch");
        // From another thread: git answers while it reads, and both pipes are finite.
        var asking = Task.Run(() =>
        {
            foreach (var (blob, _) in blobs)
                git.StandardInput.Write(blob + "\n");
            git.StandardInput.Close();
        });

        var output = new BufferedStream(git.StandardOutput.BaseStream);
        var root = Path.GetFullPath(directory) + Path.DirectorySeparatorChar;
        var missing = 0;
        foreach (var (_, path) in blobs)
        {
            var answer = Line(output).Split(' ');
            if (answer[^1] == "missing")
            {
                missing++;
                continue;
            }

            var content = new byte[int.Parse(answer[2], CultureInfo.InvariantCulture)];
            output.ReadExactly(content);
            output.ReadByte();
            var file = Path.GetFullPath(Path.Combine(root, path));
            // A tree can be crafted to name a path outside of it.
            if (!file.StartsWith(root, StringComparison.Ordinal))
                continue;

            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, content);
        }

        asking.Wait();
        git.WaitForExit();
        return missing;
    }

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["--git-dir", _gitDirectory, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        // A partial clone would fetch what it lacks, one file at a time.
        start.Environment["GIT_NO_LAZY_FETCH"] = "1";
        return Process.Start(start) ?? throw new InvalidOperationException("git does not start");
    }

    private static string Line(Stream stream)
    {
        var line = new List<byte>();
        for (var next = stream.ReadByte(); next is not ('\n' or -1); next = stream.ReadByte())
            line.Add((byte)next);
        return Encoding.ASCII.GetString([.. line]);
    }

    private static bool IsGitDirectory(string directory) => File.Exists(Path.Combine(directory, "HEAD")) && Directory.Exists(Path.Combine(directory, "objects"));
}
