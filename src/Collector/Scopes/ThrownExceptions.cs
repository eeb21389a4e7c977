using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace PerfAnalyzers.Collector.Scopes;

/// <summary>
/// Tells whether a scope is disposed because an exception leaves it, so that no second exception hides the first. The runtime says which exception a thread is
/// handling; that alone does not do, because code that goes on after an awaited failure often runs inside the handler of the task that failed. An exception is
/// on its way through the scope when what is handled is also what was thrown last in it.
/// </summary>
internal sealed class ThrownExceptions : IDisposable
{
    private readonly ConcurrentDictionary<int, nint> _last = new();
    private readonly Func<bool> _isOwn;

    public ThrownExceptions(Func<bool> isOwn)
    {
        _isOwn = isOwn;
        AppDomain.CurrentDomain.FirstChanceException += OnThrown;
    }

    /// <summary>Whether the current thread is unwinding through the scope.</summary>
    public bool IsUnwinding
    {
        get
        {
            var handled = Marshal.GetExceptionPointers();
            return handled != 0 && _last.TryGetValue(Environment.CurrentManagedThreadId, out var last) && last == handled;
        }
    }

    public void Dispose() => AppDomain.CurrentDomain.FirstChanceException -= OnThrown;

    private void OnThrown(object? sender, FirstChanceExceptionEventArgs e)
    {
        if (_isOwn())
            _last[Environment.CurrentManagedThreadId] = Marshal.GetExceptionPointers();
    }
}
