using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Flow.Bodies;

/// <summary>
/// In which files of a compilation does a name stand? For the first names each file is asked: an analysis after a keystroke asks for few, and a table of
/// all names would be made anew for it. Who asks for more asks a table, because a whole program asks for as many as it has members.
/// </summary>
internal sealed class FilesByName(Compilation compilation)
{
    /// <summary>How many names are looked up without the table: a file has a hundred names or more, and to add one costs a few times what it costs to look for it, so that making the table costs at most what asking for these did.</summary>
    internal const int WithoutTable = 256;

    private readonly Lazy<ImmutableArray<SourceFile>> _files = new(() => [.. compilation.SyntaxTrees.Select(SourceFile.Of)]);

    private readonly Lazy<Dictionary<string, List<SourceFile>>> _table = new(() => TableOf(compilation));

    private int _asked;

    /// <summary>The files that have a simple name, or <see cref="SourceFile.Unnamed"/>, in the order of the compilation.</summary>
    public IEnumerable<SourceFile> With(string name)
    {
        if (!_table.IsValueCreated && Interlocked.Increment(ref _asked) <= WithoutTable)
            return _files.Value.Where(f => f.HasName(name));

        return _table.Value.TryGetValue(name, out var files) ? files : [];
    }

    private static Dictionary<string, List<SourceFile>> TableOf(Compilation compilation)
    {
        var table = new Dictionary<string, List<SourceFile>>(StringComparer.Ordinal);
        foreach (var tree in compilation.SyntaxTrees)
        {
            var file = SourceFile.Of(tree);
            foreach (var name in file.Names)
                (table.TryGetValue(name, out var files) ? files : table[name] = []).Add(file);
        }

        return table;
    }
}
