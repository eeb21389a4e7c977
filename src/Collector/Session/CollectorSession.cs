using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using PerfAnalyzers.Collector.Listening;
using PerfAnalyzers.Collector.Recording;
using PerfAnalyzers.Collector.Stacks;
using PerfAnalyzers.Collector.Symbols;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Collector.Session;

/// <summary>One measured process: records, writes what it has about once a second, or more seldom where there is much to write, and stops the program when the tool asks.</summary>
internal sealed class CollectorSession
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan FlushEvery = TimeSpan.FromSeconds(1);

    // Nothing is counted while what was counted is put together: no more than a fiftieth of the time is spent on it.
    private const int FlushShare = 50;
    private static readonly TimeSpan LongestFlush = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AttachWait = TimeSpan.FromSeconds(2);

    // What a host needs to finish its requests; ASP.NET Core's own limit is 30 s, which nobody waits for at a terminal.
    private static readonly TimeSpan StopWait = TimeSpan.FromSeconds(5);

    private static CollectorSession? _running;

    private readonly string _directory;
    private readonly Recorder _recorder;
    private readonly StackWalker _walker;
    private readonly HostLifetime _lifetime = new();
    private readonly object _writing = new();
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly string _name = Assembly.GetEntryAssembly()?.GetName().Name ?? "process";
    private PosixSignalRegistration? _interrupt;
    private long _writtenVersion;

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
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End();
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Flush(final: true));
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
        var stop = Path.Combine(_directory, SessionEnvironment.StopFile);
        var flushed = Stopwatch.GetTimestamp();
        var pause = FlushEvery;
        for (var flushes = 0; !File.Exists(stop);)
        {
            Thread.Sleep(Poll);
            if (Stopwatch.GetElapsedTime(flushed) < pause)
                continue;

            var began = Stopwatch.GetTimestamp();
            Flush();
            flushed = Stopwatch.GetTimestamp();

            // The first few compile what they run.
            if (_writtenVersion > 0 && flushes++ > 1)
                pause = Pause(Stopwatch.GetElapsedTime(began, flushed));
        }

        Flush();
        if (_lifetime.TryStop())
            Thread.Sleep(StopWait);

        Environment.Exit(0);
    }

    private static TimeSpan Pause(TimeSpan took)
    {
        var pause = took * FlushShare;
        return pause < FlushEvery ? FlushEvery : pause > LongestFlush ? LongestFlush : pause;
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
    private void End()
    {
        if (!Flush(final: true))
            return;

        try
        {
            File.WriteAllText(SessionEnvironment.EndedFile(_directory, Environment.ProcessId), "");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The tool was killed first.
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
