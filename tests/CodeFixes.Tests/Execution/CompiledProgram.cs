using System.Data.Common;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>A project, compiled and loaded, on the same Entity Framework that the tests run on.</summary>
internal sealed class CompiledProgram
{
    private readonly Type _entry;

    private CompiledProgram(Assembly assembly) => _entry = assembly.GetType("Entry")!;

    public static async Task<CompiledProgram> LoadAsync(Project project) => new(await EmitAsync(project));

    public static async Task<Assembly> EmitAsync(Project project)
    {
        var compilation = (await project.GetCompilationAsync())!;
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)) + "\n" + await TextAsync(project));
        image.Position = 0;
        return new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image);
    }

    public DbContext Open(string provider, string connectionString, DbConnection? connection, IInterceptor? interceptor) =>
        (DbContext)Method("Open").Invoke(null, [provider, connectionString, connection, interceptor])!;

    public void Seed(DbContext db) => Method("Seed").Invoke(null, [db]);

    public Task<string> RunAsync(DbContext db, int size, string variant, string service = "Service") =>
        (Task<string>)Method("RunAsync").Invoke(null, [db, size, variant, service])!;

    /// <summary>Every row of the database, as text.</summary>
    public string Stored(DbContext db) => (string)Method("Stored").Invoke(null, [db])!;

    /// <summary>What a run of a program of the catalogue used, and how often it loaded a navigation because it was read.</summary>
    public Task<(string Transcript, int LazyLoads)> RunAsync(string name) => (Task<(string, int)>)Method("RunAsync").Invoke(null, [name])!;

    private MethodInfo Method(string name) => _entry.GetMethod(name)!;

    private static async Task<string> TextAsync(Project project) =>
        project.Documents.FirstOrDefault(document => document.Name == "Test0.cs") is { } document ? (await document.GetTextAsync()).ToString() : "";
}
