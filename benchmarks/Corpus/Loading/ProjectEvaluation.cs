using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace PerfAnalyzers.Corpus.Loading;

/// <summary>
/// Properties and items of a project file, read as XML in the order in which MSBuild would: the nearest Directory.Build.props and
/// Directory.Packages.props, what is imported from the tree, the project, the nearest Directory.Build.targets. No target runs and nothing is restored.
/// </summary>
internal sealed partial class ProjectEvaluation
{
    private const int DeepestImport = 8;

    private readonly CheckedOutTree _tree;
    private readonly string _project;

    private ProjectEvaluation(CheckedOutTree tree, string project)
    {
        _tree = tree;
        _project = project;
        Properties["Configuration"] = "Debug";
        Properties["Platform"] = "AnyCPU";
        Properties["OS"] = "Unix";
        Properties["MSBuildProjectName"] = Path.GetFileNameWithoutExtension(TreePath.Name(project));
        Properties["MSBuildProjectDirectory"] = "/" + TreePath.Parent(project);
        Properties["ProjectDir"] = $"/{TreePath.Parent(project)}/";
    }

    /// <summary>The properties, by name.</summary>
    public Dictionary<string, string> Properties { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Includes and removals of items, in order.</summary>
    public List<ProjectItem> Items { get; } = [];

    /// <summary>The SDK that the project names, or empty for a project that lists everything.</summary>
    public string Sdk { get; private set; } = "";

    /// <summary>Reads a project.</summary>
    public static ProjectEvaluation Of(CheckedOutTree tree, string project)
    {
        var evaluation = new ProjectEvaluation(tree, project);
        foreach (var file in new[] { "Directory.Build.props", "Directory.Packages.props" })
            evaluation.TakeAbove(file);

        evaluation.Take(project, 0);
        evaluation.TakeAbove("Directory.Build.targets");
        return evaluation;
    }

    private void TakeAbove(string file)
    {
        if (_tree.FindAbove(TreePath.Parent(_project), file) is { } found)
            Take(found, 0);
    }

    private void Take(string file, int depth)
    {
        XElement root;
        try
        {
            root = XDocument.Parse(_tree.Read(file)).Root!;
        }
        catch (Exception e) when (e is XmlException or IOException)
        {
            // Old commits hold project files that were broken when they were committed.
            return;
        }

        if (file == _project)
            Sdk = root.Attribute("Sdk")?.Value ?? root.Elements().FirstOrDefault(e => e.Name.LocalName is "Sdk" or "Import")?.Attribute("Sdk")?.Value ?? "";

        Properties["MSBuildThisFileDirectory"] = TreePath.Parent(file) is { Length: > 0 } directory ? $"/{directory}/" : "/";
        Take(root, file, depth);
    }

    private void Take(XElement parent, string file, int depth)
    {
        foreach (var element in parent.Elements().Where(e => Condition.Holds(Expand(e.Attribute("Condition")?.Value))))
        {
            switch (element.Name.LocalName)
            {
                case "PropertyGroup":
                    foreach (var property in element.Elements().Where(e => Condition.Holds(Expand(e.Attribute("Condition")?.Value))))
                        Properties[property.Name.LocalName] = Expand(property.Value)!.Trim();
                    break;
                case "ItemGroup":
                    foreach (var item in element.Elements().Where(e => Condition.Holds(Expand(e.Attribute("Condition")?.Value))))
                        TakeItem(item, file);
                    break;
                case "Import" when depth < DeepestImport && Imported(element, file) is { } imported:
                    var here = Properties["MSBuildThisFileDirectory"];
                    Take(imported, depth + 1);
                    Properties["MSBuildThisFileDirectory"] = here;
                    break;
                case "Choose":
                    // The branches of a choice differ in their condition, which is all that is asked of them here.
                    Take(element, file, depth);
                    break;
                case "When":
                    Take(element, file, depth);
                    break;
            }
        }
    }

    private void TakeItem(XElement item, string file)
    {
        // What a shared file lists is relative to the project, except where it says otherwise; its own directory is then spelled out.
        Add(item.Attribute("Include")?.Value, isRemoval: false);
        Add(item.Attribute("Remove")?.Value, isRemoval: true);

        void Add(string? values, bool isRemoval)
        {
            foreach (var value in Expand(values)?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [])
            {
                Items.Add(new(
                    item.Name.LocalName, value, isRemoval,
                    IsStatic: item.Attribute("Static")?.Value is "true" or "True",
                    Alias: item.Attribute("Alias")?.Value,
                    Excluded: Expand(item.Attribute("Exclude")?.Value),
                    File: file));
            }
        }
    }

    private string? Imported(XElement import, string file)
    {
        var spelled = import.Attribute("Project")?.Value ?? "";
        var path = FileAbove().Match(spelled) is { Success: true } above
            ? _tree.FindAbove(TreePath.Parent(TreePath.Parent(file) ?? ""), above.Groups["name"].Value)
            : TreePath.Resolve(TreePath.Parent(file) ?? "", Expand(spelled)!);
        return path is not null && _tree.Has(path) ? path : null;
    }

    // A property that nobody set is empty, as in a build; a function or an item list is left as it is, and what needs it is skipped.
    private string? Expand(string? text) =>
        text is null ? null : Reference().Replace(text, m => Properties.GetValueOrDefault(m.Groups["name"].Value, ""));

    [GeneratedRegex(@"\$\((?<name>[A-Za-z_][A-Za-z0-9_]*)\)")]
    private static partial Regex Reference();

    [GeneratedRegex(@"GetPathOfFileAbove\(\s*'?(?<name>[^',)]+)'?")]
    private static partial Regex FileAbove();
}
