using DiffPlex.Renderer;

namespace ProfileFirst.Scratch;

/// <summary>The source files of a directory at one moment, to be compared with a later one.</summary>
internal sealed class SourceDifference(string directory)
{
    private readonly Dictionary<string, string> _before = Read(directory);

    /// <summary>A unified diff of what changed since, in order of file names; empty when nothing did.</summary>
    public string SinceThen()
    {
        var after = Read(directory);

        return string.Concat(
            _before.Keys.Union(after.Keys).Order(StringComparer.Ordinal)
                .Where(file => _before.GetValueOrDefault(file) != after.GetValueOrDefault(file))
                .Select(file => UnidiffRenderer.GenerateUnidiff(
                    _before.GetValueOrDefault(file, ""), after.GetValueOrDefault(file, ""), "a/" + file, "b/" + file).TrimEnd() + "\n"));
    }

    private static Dictionary<string, string> Read(string directory) =>
        Sources.Of(directory).ToDictionary(file => file, file => File.ReadAllText(Path.Combine(directory, file)));
}
