using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace PerfAnalyzers.Tool.Commands;

/// <summary>What people type, at the end of the help of each verb: options say what is possible, examples what is usual.</summary>
internal sealed class Examples(HelpAction help) : SynchronousCommandLineAction
{
    /// <summary>The verbs, each with lines to type.</summary>
    public static IReadOnlyDictionary<string, string[]> All { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["run"] = ["perfevidence run --profile checkout -- dotnet run --project src/Shop", "perfevidence run -- dotnet test", "perfevidence run --for 60s --no-sampling -- dotnet bin/Shop.dll"],
        ["attach"] = ["perfevidence attach --pid 4711 --for 60s --profile checkout"],
        ["import"] = ["perfevidence import trace.nettrace --profile checkout", "perfevidence import *.cpuprofile --map /app=src"],
        ["fetch"] = ["perfevidence fetch http://localhost:16686 --service shop --since 1h", "perfevidence fetch postgresql://reader@localhost/shop --explain 10"],
        ["top"] = ["perfevidence top", "perfevidence top trace.nettrace --sort total -n 50"],
        ["tree"] = ["perfevidence tree trace.nettrace", "perfevidence tree cpu.pb.gz --inverted --min-percent 5"],
        ["report"] = ["perfevidence report", "perfevidence report .perf/checkout.perfevidence trace.nettrace findings.sarif -o checkout.html"],
        ["diff"] = ["perfevidence diff before.perfevidence .perf/checkout.perfevidence", "perfevidence diff before.perfevidence after.perfevidence --markdown"],
        ["scan"] = ["perfevidence scan Shop.sln", "perfevidence scan Shop.sln --sarif findings.sarif --baseline .perf/findings.perfbaseline"],
        ["check"] = ["perfevidence check --assembly bin", "perfevidence check --budgets shop.perfbudgets --junit budgets.xml"],
        ["baseline"] = ["perfevidence baseline Shop.sln", "perfevidence baseline findings.sarif --because \"known in May\" --expires 90d"],
    };

    /// <summary>Adds them to the help.</summary>
    public static void AddTo(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new Examples((HelpAction)help.Action!);
    }

    // Whoever asks for help need not have typed the rest.
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var answer = help.Invoke(parseResult);
        if (!All.TryGetValue(parseResult.CommandResult.Command.Name, out var lines))
            return answer;

        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var line in lines)
            output.WriteLine("  " + line);

        output.WriteLine();
        return answer;
    }
}
