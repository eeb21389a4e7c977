using System.Diagnostics;
using System.Reflection;
using System.Text;
using PerfAnalyzers.Collector.Listening;
using PerfAnalyzers.Collector.Recording;
using PerfAnalyzers.Collector.Stacks;
using PerfAnalyzers.Collector.Symbols;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Collector.Session;

/// <summary>One measured process: records, writes what it has now and again and when the program ends, and hands on what the tool asks.</summary>
internal sealed class CollectorSession
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AttachWait = TimeSpan.FromSeconds(2);

    // How long after a signal it is no longer the signal that ends the program.
    private static readonly TimeSpan s_signalWait = TimeSpan.FromMilliseconds(300);

    private static CollectorSession? _running;

    private readonly string _directory;
    private readonly Recorder _recorder;
    private readonly StackWalker _walker;
    private readonly HostLifetime _lifetime = new();
    private readonly object _writing = new();
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly string _name = Assembly.GetEntryAssembly()?.GetName().Name ?? "process";
    private EndingSignals? _signals;
    private long _writtenVersion;
    private long _markedEnded;
    private volatile bool _isOver;

    private CollectorSession(string directory, string root)
    {
        _directory = directory;
        var packages = PackageAssemblies.Read(AppContext.GetData("APP_CONTEXT_DEPS_FILES") as string);
        _walker = new(new(new(root), packages));
        _recorder = new(_walker);
    }

    /// <summary>Starts when the tool asked for it and this is not one of the SDK's programs.</summary>
    public static void StartFromEnvironment()
    {
        var directory = Environment.GetEnvironmentVariable(SessionEnvironment.Session);
        if (string.IsNullOrEmpty(directory) || !Directory.Exists(directory) || _running is not null ||
            MeasuredProcess.IsSdkProgram(Assembly.GetEntryAssembly(), Environment.GetCommandLineArgs().FirstOrDefault()))
        {
            return;
        }

        var current = Directory.GetCurrentDirectory();
        var root = Environment.GetEnvironmentVariable(SessionEnvironment.Root);
        _running = new(directory, string.IsNullOrEmpty(root) ? SourcePaths.FindRoot(current) ?? current : root);
        _running.Start();
    }

    private void Start()
    {
        ListenerSubscriptions.Start(_recorder, _lifetime);
        _ = new ActivityCommands(_recorder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End(isOver: true);
        AppDomain.CurrentDomain.UnhandledException += (_, e) => End(e.IsTerminating);
        _signals = new(() => End(isOver: false));
        AnnounceAndWait();
        new Thread(Watch) { IsBackground = true, Name = "perfevidence" }.Start();
    }

    private void AnnounceAndWait()
    {
        try
        {
            File.WriteAllText(SessionEnvironment.StartedFile(_directory, Environment.ProcessId), _name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return;
        }

        if (Environment.GetEnvironmentVariable(SessionEnvironment.Sampling) != "1")
            return;

        // A short program would be over before a sampler is attached.
        var attached = SessionEnvironment.AttachedFile(_directory, Environment.ProcessId);
        var since = Stopwatch.GetTimestamp();
        while (!File.Exists(attached) && Stopwatch.GetElapsedTime(since) < AttachWait)
            Thread.Sleep(10);
    }

    private void Watch()
    {
        var stop = new ProgramStop(_directory, _signals!, _lifetime);
        var pace = new FlushPace();
        while (true)
        {
            Thread.Sleep(Poll);
            stop.Tick();
            if (!pace.IsDue(_signals!.HasJustCome))
                continue;

            var (began, before) = (Stopwatch.GetTimestamp(), Volatile.Read(ref _writtenVersion));
            Flush();
            pace.Flushed(began, Volatile.Read(ref _writtenVersion) != before);
        }
    }

    // An asynchronous Main is started by a stub of the compiler's, '<Main>', which nobody wrote.
    private SourceFrame? EntryPoint()
    {
        if (Assembly.GetEntryAssembly()?.EntryPoint is not { } main)
            return null;

        const BindingFlags statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        var written = main.Name == "<Main>"
            ? main.DeclaringType?.GetMethods(statics).FirstOrDefault(m => m.Name is "Main" or "<Main>$")
            : main as MethodInfo;
        return written is null ? null : _walker.FirstLine(written);
    }

    // Who is killed does not come here, and where there is no space left nothing is said: then the tool tells that the measurement is not whole.
    private void End(bool isOver)
    {
        lock (_writing)
        {
            _isOver |= isOver;
            if (!Flush(final: true))
                return;

            try
            {
                File.WriteAllText(SessionEnvironment.EndedFile(_directory, Environment.ProcessId), "");
                _markedEnded = Stopwatch.GetTimestamp();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The tool was killed first.
            }
        }
    }

    // Whether everything that was recorded is in the file.
    private bool Flush(bool final = false)
    {
        try
        {
            lock (_writing)
            {
                var version = _recorder.Version;
                if (version == 0 || (version == _writtenVersion && !final))
                    return true;

                // A program that goes on after a signal has more to tell.
                if (_markedEnded > 0 && !final && !_isOver)
                {
                    if (Stopwatch.GetElapsedTime(_markedEnded) < s_signalWait)
                        return true;

                    File.Delete(SessionEnvironment.EndedFile(_directory, Environment.ProcessId));
                    _markedEnded = 0;
                }

                var profile = EvidenceSnapshot.Take(_recorder, _name, EntryPoint(), Stopwatch.GetElapsedTime(_start));
                var path = SessionEnvironment.EvidenceFile(_directory, Environment.ProcessId);
                var temporary = path + ".tmp";
                using (var writer = new StreamWriter(temporary, append: false, new UTF8Encoding(false)))
                    EvidenceWriter.Write(writer, [profile]);

                File.Move(temporary, path, overwrite: true);
                _writtenVersion = version;
                return true;
            }
        }
        catch (Exception)
        {
            // The session directory may be full, or gone because the tool was killed: the program goes on.
            return false;
        }
    }
}
