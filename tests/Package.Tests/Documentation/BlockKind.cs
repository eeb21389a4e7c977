namespace PerfAnalyzers.Package.Tests.Documentation;

/// <summary>What a fenced block is to somebody who follows a page.</summary>
internal enum BlockKind
{
    /// <summary><c>```sh</c>, or a <c>run:</c> of a pipeline: commands to type in the project.</summary>
    Commands,

    /// <summary><c>```sh in the clone</c>: commands to type in a clone of this repository.</summary>
    CommandsInTheClone,

    /// <summary><c>```sh not run: ...</c>: commands that a test cannot run, with the reason.</summary>
    NotRun,

    /// <summary><c>```csharp title="X.cs"</c>: a file to write.</summary>
    File,

    /// <summary><c>```text output</c>: what the commands before it print.</summary>
    Output,
}
