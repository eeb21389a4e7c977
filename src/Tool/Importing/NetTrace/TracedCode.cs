using PerfAnalyzers.Tool.Reading;

namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>
/// The code of a process, for all traces of it. To list its methods takes a program longer than to be sampled for a tenth of a second: one trace that is kept throughout tells what the
/// addresses of the short ones are.
/// </summary>
internal sealed class TracedCode
{
    private ModuleSymbols? _symbols;

    /// <summary>From addresses to methods.</summary>
    public CodeMap Map { get; } = new();

    /// <summary>The debug information, looked for when the first trace has been read.</summary>
    public ModuleSymbols Symbols(IReadOnlyList<string> directories)
    {
        if (_symbols is null)
        {
            var root = PerfDirectory.Root();
            _symbols = new(Map.Modules, new(new(root), root, directories));
        }

        return _symbols;
    }
}
