using System.Globalization;

namespace PerfAnalyzers.Tool.Importing;

/// <summary>How far a file has been read, on standard error, for files that take longer than a second and people who watch.</summary>
internal sealed class ReadProgress : IDisposable
{
    private readonly CaptureInput _input;
    private readonly Timer? _timer;
    private readonly object _lock = new();
    private bool _shown;
    private bool _ended;

    /// <summary>Begins.</summary>
    /// <param name="input">The file.</param>
    /// <param name="quiet">Whether to say nothing.</param>
    public ReadProgress(CaptureInput input, bool quiet)
    {
        _input = input;
        if (!quiet && !Console.IsErrorRedirected)
            _timer = new(_ => Show(), null, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(500));
    }

    public void Dispose()
    {
        _timer?.Dispose();
        lock (_lock)
        {
            _ended = true;
            if (_shown)
                Console.Error.Write("\r\u001b[K");
        }
    }

    private void Show()
    {
        lock (_lock)
        {
            if (_ended)
                return;

            _shown = true;
            var far = _input.FileLength is { } length
                ? string.Create(CultureInfo.InvariantCulture, $"{(length > 0 ? Math.Min(100, 100.0 * _input.FilePosition / length) : 100):0} %")
                : string.Create(CultureInfo.InvariantCulture, $"{_input.FilePosition / 1_000_000} MB");
            Console.Error.Write($"\rreading {Terminal.Plain(_input.FileName)}: {far}\u001b[K");
        }
    }
}
