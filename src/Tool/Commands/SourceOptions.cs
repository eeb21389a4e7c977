using System.CommandLine;
using System.CommandLine.Parsing;
using PerfAnalyzers.Tool.Sources;

namespace PerfAnalyzers.Tool.Commands;

/// <summary>The options of every verb that reads captures: where their files and assemblies are here.</summary>
internal sealed class SourceOptions
{
    private readonly Option<string[]> _maps = new("--map")
    {
        Description = "A prefix of captured paths, and what stands for it here. Not needed where a path ends like just one file of the repository.",
        HelpName = "FROM=TO",
    };

    private readonly Option<string[]> _symbols = new("--symbols")
    {
        Description = "A directory with the assemblies that ran and their .pdb files (default: those that the capture names, then the repository's build output).",
        HelpName = "DIR",
    };

    public SourceOptions() => _maps.Validators.Add(Validate);

    public void AddTo(Command command)
    {
        command.Add(_maps);
        command.Add(_symbols);
    }

    public PlaceResolver Of(ParseResult parsed) => PlaceResolver.Here([.. (parsed.GetValue(_maps) ?? []).Select(Split)], Symbols(parsed));

    public IReadOnlyList<string> Symbols(ParseResult parsed) => parsed.GetValue(_symbols) ?? [];

    private static (string From, string To) Split(string map)
    {
        var equals = map.IndexOf('=');
        return (map[..equals], map[(equals + 1)..]);
    }

    private static void Validate(OptionResult result)
    {
        foreach (var token in result.Tokens.Where(t => t.Value.IndexOf('=') is <= 0 || t.Value.EndsWith('=')))
            result.AddError($"--map: '{token.Value}' is not FROM=TO");
    }
}
