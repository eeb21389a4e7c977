using PerfAnalyzers.Testing;
using PerfAnalyzers.Tests.Conventions;

namespace PerfAnalyzers.Tests.Waits;

/// <summary>
/// One line of a <c>.cases</c> file: <c>issue | rule severity | place | code</c>. The issue is the public thread or lesson that the case
/// answers; the place says what the code stands in.
/// </summary>
public sealed record WaitCase(int Number, string Issue, string Expected, string Place, string Code)
{
    /// <summary>The class that the case is in.</summary>
    public string ClassName => $"Case{Number}";

    /// <summary>The cases of a file; a case that starts with white space goes on with the line before.</summary>
    public static IReadOnlyList<WaitCase> Read(string file)
    {
        var cases = new List<WaitCase>();
        foreach (var line in CheckedOut.Read($"tests/Analyzers.Tests/Waits/{file}").Split('\n').Where(l => l.Length > 0 && l[0] != '#'))
        {
            var parts = line.Split(" | ", 4);
            cases.Add(new(cases.Count + 1, parts[0].Trim(), parts[1].Trim(), parts[2].Trim(), parts[3].Trim()));
        }

        return cases;
    }

    /// <summary>The case as a file of its own, with marks.</summary>
    public TestFile ToFile() => new($"{ClassName}.cs", Place switch
    {
        "async" => Member($"public async Task<int> MAsync({Parameters}) {{ await Task.Yield(); {Code} return 0; }}"),
        "async void" => Member($"public async void M({Parameters}) {{ await Task.Yield(); {Code} }}"),
        "task" => Member($"public Task<int> MAsync({Parameters}) {{ {Code} }}"),
        "valuetask" => Member($"public ValueTask<int> MAsync({Parameters}) {{ {Code} }}"),
        "sync" => Member($"public int M({Parameters}) {{ {Code} return 0; }}"),
        "members" => Member(Code),
        "action" => $"class {ClassName}(IClient client, Db db) : Microsoft.AspNetCore.Mvc.ControllerBase {{ public object Get({Parameters}) {{ {Code} return 0; }} static void Use(params object?[] values) {{ }} }}",
        "handler" => $"class {ClassName}(IClient client, Db db) : Microsoft.AspNetCore.Mvc.ControllerBase {{ static void Use(params object?[] values) {{ }} {Code} }}",
        "web" => $"class {ClassName}(System.Net.Http.HttpClient http, Remote remote, Db db, Microsoft.Extensions.Caching.Distributed.IDistributedCache cache) : Microsoft.AspNetCore.Mvc.ControllerBase {{ static void Use(params object?[] values) {{ }} public async Task<object?> Get(int id, CancellationToken ct) {{ {Code} }} public void Others() => Use(http, remote, db, cache); }}",
        "file" => Code.Replace("CASE", ClassName, StringComparison.Ordinal),
        _ => throw new InvalidOperationException($"There is no place '{Place}'"),
    });

    public override string ToString() => $"{Number}: {Issue}: {Code}";

    private const string Parameters = "Task<int> t1, Task<int> t2, Task t3, List<Task<int>> tasks, ValueTask<int> v, List<int> ids, int id, CancellationToken ct";

    private string Member(string members) => $"class {ClassName}(IClient client, Db db, System.IO.Stream stream) : Service(client, db, stream) {{ {members} }}";
}
