namespace PerfAnalyzers.Docs;

/// <summary>One file: what it holds and what it has to hold.</summary>
internal sealed class Document(Repository repository, string path, string expected)
{
    private readonly string? _actual = repository.Read(path);

    /// <summary>The file, relative to the root, with forward slashes.</summary>
    public string Path => path;

    /// <summary>Nothing has to be written.</summary>
    public bool IsCurrent => _actual == expected;

    /// <summary>Why the file is not current.</summary>
    public string Problem => _actual is null ? "is missing" : $"line {FirstDifference()} is not what the generator writes";

    /// <summary>Writes the file; a reader never sees half of it.</summary>
    public void Save()
    {
        var target = repository.FullPath(path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
        var temporary = target + ".new";
        File.WriteAllText(temporary, expected);
        File.Move(temporary, target, overwrite: true);
    }

    private int FirstDifference()
    {
        var actual = _actual!.Split('\n');
        var wanted = expected.Split('\n');
        var line = 0;
        while (line < actual.Length && line < wanted.Length && actual[line] == wanted[line])
            line++;

        return line + 1;
    }
}
