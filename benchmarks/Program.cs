using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using PerfAnalyzers.Benchmarks;
using PerfAnalyzers.Benchmarks.Collector;
using PerfAnalyzers.Benchmarks.Import;
using PerfAnalyzers.Benchmarks.Rules;
using PerfAnalyzers.Benchmarks.Starvation;
using PerfAnalyzers.Benchmarks.Truth;

// dotnet run -c Release --project benchmarks -- import TRACE.nettrace perfevidence.dll dotnet-trace
if (args is ["import", var trace, var tool, var dotnetTrace])
    return ImportComparison.WithDotnetTrace(trace, tool, dotnetTrace).Run();

// dotnet run -c Release --project benchmarks -- import-pprof PROFILE.pb.gz perfevidence.dll $(go tool -n pprof)
if (args is ["import-pprof", var profile, var pprofImporter, var pprof])
    return ImportComparison.WithPprof(profile, pprofImporter, pprof).Run();

// dotnet run -c Release --project benchmarks -- import-otlp tests/Tool.Tests/Samples/otel/shop.otlp.jsonl perfevidence.dll 1000
if (args is ["import-otlp", var sample, var importer, var size] && int.TryParse(size, out var megabytes))
    return new OtlpImport(sample, importer, megabytes).Run();

// dotnet run -c Release --project benchmarks -- import-hostile tests/Tool.Tests/Samples hostile.log 10000
if (args is ["import-hostile", var samples, var log, var ofEach] && int.TryParse(ofEach, out var mutations))
    return new HostileImport(samples, log, mutations).Run();

if (args is ["import-hostile-one", var damaged, var attempt, var swollen] && int.TryParse(swollen, out var swollenTo))
    return HostileFiles.Run(damaged, attempt, swollenTo);

// dotnet run -c Release --project benchmarks -- rules
if (args is ["rules"])
    return new RuleCosts().Run();

// dotnet run -c Release --project benchmarks -- starvation 40 20
if (args is ["starvation", var clients, var delay] && int.TryParse(clients, out var atOnce) && int.TryParse(delay, out var milliseconds))
    return await new StarvationBenchmark(atOnce, milliseconds, rounds: 3).RunAsync();

// dotnet run -c Release --project benchmarks -- recorded-waits 40 20
if (args is ["recorded-waits", var users, var answer] && int.TryParse(users, out var inTurn) && int.TryParse(answer, out var after))
    return await new RecordedWaits(inTurn, after, rounds: 3).RunAsync();

if (args is ["starved-shop", var answersAfter] && int.TryParse(answersAfter, out var ms))
    return await StarvedShop.RunAsync(ms);

// dotnet run -c Release --project benchmarks -- collector-cost LoadedApp.dll perfevidence.dll 3
if (args is ["collector-cost", var loaded, var collecting, var pairs] && int.TryParse(pairs, out var count))
    return new CollectorCost(loaded, collecting, count).Run();

// dotnet run -c Release --project benchmarks -- recorder-cost 60
if (args is ["recorder-cost", var turns] && int.TryParse(turns, out var blocks))
    return new RecorderCost(blocks).Run();

// dotnet run -c Release --project benchmarks -- collector-volume LoadedApp.dll perfevidence.dll 10
if (args is ["collector-volume", var asking, var recording, var many] && int.TryParse(many, out var millions))
    return new CollectorVolume(asking, recording, millions).Run();

// COMMAND_LOG=commands.log DOTNET_STARTUP_HOOKS=$PWD/PerfAnalyzers.Benchmarks.dll perfevidence run -o app.perfevidence -- dotnet App.dll
// dotnet run -c Release --project benchmarks -- command-truth commands.log app.perfevidence
if (args is ["command-truth", var commands, var evidence])
    return CommandTruth.Compare(commands, evidence);

// dotnet run -c Release --project benchmarks -- --filter '*'
// In this process, because a generated project would be built with this repository's settings for hand-written code.
var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
BenchmarkSwitcher.FromAssembly(typeof(QueryInLoopBenchmark).Assembly).Run(args, config);
return 0;
