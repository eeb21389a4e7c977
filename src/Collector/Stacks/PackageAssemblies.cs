using System.Text.Json;

namespace PerfAnalyzers.Collector.Stacks;

/// <summary>Which assemblies came from packages, by the program's <c>.deps.json</c>: what was not built here has no source here.</summary>
internal static class PackageAssemblies
{
    /// <summary>Simple names of the assemblies that packages brought; empty when the program has no dependency file.</summary>
    public static IReadOnlySet<string> Read(string? dependencyFiles)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in (dependencyFiles ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                using var document = JsonDocument.Parse(File.ReadAllBytes(file));
                Add(document.RootElement, names);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
            {
                // Name prefixes still decide.
            }
        }

        return names;
    }

    private static void Add(JsonElement root, HashSet<string> names)
    {
        if (!root.TryGetProperty("libraries", out var libraries) || !root.TryGetProperty("targets", out var targets))
            return;

        foreach (var target in targets.EnumerateObject())
        {
            foreach (var library in target.Value.EnumerateObject())
            {
                var fromPackage = libraries.TryGetProperty(library.Name, out var entry) &&
                    entry.TryGetProperty("type", out var type) && type.ValueEquals("package");
                if (!fromPackage || !library.Value.TryGetProperty("runtime", out var runtime))
                    continue;

                foreach (var assembly in runtime.EnumerateObject())
                    names.Add(Path.GetFileNameWithoutExtension(assembly.Name));
            }
        }
    }
}
