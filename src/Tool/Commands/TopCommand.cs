using System.CommandLine;
using PerfAnalyzers.Tool.Listing;

namespace PerfAnalyzers.Tool.Commands;

/// <summary><c>perfevidence top [FILE...]</c>: the flat list.</summary>
internal static class TopCommand
{
    public static Command Create()
    {
        var files = EvidenceArguments.Files();
        var sort = new Option<string>("--sort") { Description = "What to sort by.", DefaultValueFactory = _ => "own" };
        sort.AcceptOnlyFromAmong([.. TopSort.Names]);
        var json = new Option<bool>("--json") { Description = "Write JSON." };
        var rows = new Option<int>("-n", "--rows") { Description = "How many rows to show; 0 shows all.", HelpName = "N", DefaultValueFactory = _ => 20, CustomParser = NumberArgument.Whole(0) };

        var input = new EvidenceArguments();
        var top = new Command("top", "Show where the time went: calls, own and total time, per call, by line, method and function.") { files, sort, json, rows };
        input.AddTo(top);
        top.SetAction(parsed =>
        {
            var measured = input.Read(parsed, parsed.GetValue(files) ?? []);
            var lists = measured.Profiles.Select(p => FlatList.Of(p, TopSort.Of(parsed.GetValue(sort)!), parsed.GetValue(rows))).ToList();
            if (parsed.GetValue(json))
                TopJson.Write(Console.Out, lists);
            else
                TopTable.Write(Terminal.Output(), lists);

            return measured.Failure;
        });
        return top;
    }
}
