namespace PerfAnalyzers.CodeFixes.Tests.Catalogue;

/// <summary>
/// The programs of a catalogue on one version of Entity Framework, as they stand and as they should be. One runs at a time, because all of them write what they
/// use in one place.
/// </summary>
internal sealed class CatalogueRuns(Func<Task<CompiledProgram>> original, Func<Task<CompiledProgram>> changed)
{
    private readonly Lazy<Task<CompiledProgram>> _original = new(original);
    private readonly Lazy<Task<CompiledProgram>> _changed = new(changed);
    private static readonly SemaphoreSlim s_one = new(1);

    /// <summary>A run of a program as it stands.</summary>
    public async Task<T> OriginalAsync<T>(Func<CompiledProgram, Task<T>> run) => await RunAsync(await _original.Value, run);

    /// <summary>A run of a program with the fix applied, or written as somebody would write it instead.</summary>
    public async Task<T> ChangedAsync<T>(Func<CompiledProgram, Task<T>> run) => await RunAsync(await _changed.Value, run);

    private static async Task<T> RunAsync<T>(CompiledProgram program, Func<CompiledProgram, Task<T>> run)
    {
        await s_one.WaitAsync();
        try
        {
            return await run(program);
        }
        finally
        {
            s_one.Release();
        }
    }
}
