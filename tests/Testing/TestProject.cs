using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Testing;

/// <summary>One project of a test: its documents, the other files the analyzers see, and the projects it references.</summary>
public sealed class TestProject(string name = "Test")
{
    public string Name { get; set; } = name;

    public List<TestFile> Sources { get; } = [];

    /// <summary>What a project file would list as <c>AdditionalFiles</c>: evidence, knowledge.</summary>
    public List<TestFile> AdditionalFiles { get; } = [];

    /// <summary>Names of the projects of the same test that this one references.</summary>
    public List<string> ProjectReferences { get; } = [];

    /// <summary>Lines of a global analyzer config: MSBuild properties are spelled <c>build_property.Name</c>.</summary>
    public Dictionary<string, string> GlobalOptions { get; } = [];

    /// <summary>Text of an <c>.editorconfig</c> at <see cref="TestSolution.Root"/>.</summary>
    public string? EditorConfig { get; set; }

    public OutputKind OutputKind { get; set; } = OutputKind.DynamicallyLinkedLibrary;

    /// <summary>What the project compiles against; the framework and every data library unless a test says otherwise.</summary>
    public IReadOnlyList<MetadataReference> References { get; set; } = TestReferences.All;

    /// <summary>The input is code that does not compile, on purpose: an analyzer must live with code that is being typed.</summary>
    public bool ExpectsCompilerErrors { get; set; }
}
