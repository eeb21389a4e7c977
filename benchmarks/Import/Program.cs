using System.Globalization;
using PerfAnalyzers.ImportBenchmarks;

// dotnet run -c Release --project benchmarks/Import -- otlp [MEGABYTES]
// How fast a large capture is imported, and with how much memory: by the tool as users run it, in a process of its own.
var megabytes = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1000;
switch (args.FirstOrDefault())
{
    case "otlp":
        return await MeasuredImport.RunAsync(directory => OtlpLines.Write(directory, megabytes));
    default:
        Console.Error.WriteLine("otlp [MEGABYTES]");
        return 2;
}
