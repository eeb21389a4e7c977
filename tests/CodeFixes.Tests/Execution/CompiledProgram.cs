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
    private readonly Assembly _program;
    private readonly Type _entry;

    private CompiledProgram(Assembly program, Type? entry) => (_program, _entry) = (program, entry ?? program.GetType("Entry")!);

    /// <summary>Nothing but the model that programs share.</summary>
    public static CompiledProgram Shared => new(SharedModel.Entry.Assembly, SharedModel.Entry);

    /// <summary>Whether the program has the model that others have, too.</summary>
    public bool IsOfSharedModel => _entry == SharedModel.Entry;

    /// <summary>The program of a project; one that brings its own way in is all of it, others share the model and the way in.</summary>
    public static async Task<CompiledProgram> LoadAsync(Project project) => await SharedModel.IsOfAsync(project)
        ? new(await EmitAsync(await SharedModel.WithoutAsync(project)), SharedModel.Entry)
        : new(await EmitAsync(project), null);

    /// <summary>The program of a project that brings all of it, loaded where its libraries are found.</summary>
    public static async Task<CompiledProgram> LoadAsync(Project project, AssemblyLoadContext context) => new(await EmitAsync((await project.GetCompilationAsync())!, context), null);

    public static async Task<Assembly> EmitAsync(Project project) => await EmitAsync((await project.GetCompilationAsync())!);

    private static async Task<Assembly> EmitAsync(Compilation compilation)
    {
        var context = new AssemblyLoadContext(null, isCollectible: true);
        context.Resolving += (_, name) => SharedModel.Find(name);
        return await EmitAsync(compilation, context);
    }

    private static async Task<Assembly> EmitAsync(Compilation compilation, AssemblyLoadContext context)
    {
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)) + "\n" + await TextAsync(compilation));
        image.Position = 0;
        return context.LoadFromStream(image);
    }

    public DbContext Open(string provider, string connectionString, DbConnection? connection, IInterceptor? interceptor) =>
        (DbContext)Method("Open").Invoke(null, [provider, connectionString, connection, interceptor])!;

    public void Seed(DbContext db) => Method("Seed").Invoke(null, [db]);

    public Task<string> RunAsync(DbContext db, int size, string variant, string service = "Service") =>
        (Task<string>)Method("RunAsync").Invoke(null, [db, size, variant, _program.GetType(service)])!;

    /// <summary>Every row of the database, as text.</summary>
    public string Stored(DbContext db) => (string)Method("Stored").Invoke(null, [db])!;

    /// <summary>What a run of a program of the catalogue used, and how often it loaded a navigation because it was read.</summary>
    public Task<(string Transcript, int LazyLoads)> RunAsync(string name) => (Task<(string, int)>)Method("RunAsync").Invoke(null, [name])!;

    /// <summary>What a run of a program of the catalogue about queries used and read.</summary>
    public async Task<Catalogue.QueryRun> RunAsync(string name, bool isSplit, string index)
    {
        var (transcript, rows, fields, plans) = await (Task<(string, int, int, string[])>)Method("RunAsync").Invoke(
            null, [name, isSplit, index])!;
        return new(transcript, rows, fields, plans);
    }

    private MethodInfo Method(string name) => _entry.GetMethod(name)!;

    private static async Task<string> TextAsync(Compilation compilation) =>
        compilation.SyntaxTrees.FirstOrDefault(tree => tree.FilePath.EndsWith("Test0.cs", StringComparison.Ordinal)) is { } tree ? (await tree.GetTextAsync()).ToString() : "";
}
