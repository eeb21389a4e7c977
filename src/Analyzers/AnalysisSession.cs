using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Evidence;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Facts;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Flow.Entities;
using PerfAnalyzers.Flow.Loops;
using PerfAnalyzers.Flow.Memory;
using PerfAnalyzers.Flow.Queries;
using PerfAnalyzers.Flow.Waits;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Model;

namespace PerfAnalyzers;

/// <summary>
/// What all rules share in one compilation: the knowledge, the flow engine, the evidence; and the only place that reports,
/// where a finding is joined to what was measured.
/// </summary>
internal sealed class AnalysisSession
{
    /// <summary>Beyond this many calls the path is right, but hardly anybody would call it the loop's problem.</summary>
    private const int FarAway = 5;

    // Weak by compilation: the session of an edited program goes with it.
    private static readonly ConditionalWeakTable<Compilation, SessionsOfCompilation> s_sessions = new();

    private readonly Configuration _configuration;
    private readonly Compilation _compilation;
    private readonly Lazy<string?> _projectKind;
    private readonly KnownFindings _known;
    private readonly Lazy<UnindexedUses?> _unindexed;
    private readonly Lazy<MemoryFactIndex> _told;
    private readonly Lazy<MemoryFlow> _flow;
    private readonly Lazy<MemoryFlow> _alone;
    private readonly Lazy<MemoryFlow> _assuming;
    private readonly object _modelGate = new();
    private EntityModel? _model;

    private AnalysisSession(Compilation compilation, AnalyzerOptions options, CancellationToken cancellationToken)
    {
        _configuration = new(compilation, options);
        _compilation = compilation;
        Facts = FactIndex.Read(compilation, options.AdditionalFiles, cancellationToken);
        var userTables = UserTables(options, cancellationToken).ToList();
        Apis = new(compilation, userTables, PerfOptions.Of(options, compilation.SyntaxTrees.FirstOrDefault()).Conventions, Facts.HasFacts);
        Evidence = EvidenceIndex.Read(options.AdditionalFiles, cancellationToken);
        _known = KnownFindings.Read(options, cancellationToken);
        var bodies = Bodies = new MemberBodies(compilation);
        var uses = Uses = new MemberUses(bodies);
        var dispatch = Dispatch = new Dispatch(compilation);
        var rareness = new Rareness(new(Apis, bodies), new(Apis));
        var guards = new LoopGuards(Apis, rareness);
        Repetition = new(Apis, Facts, bodies, uses, dispatch, rareness, guards);
        Stored = new(bodies);
        Origins = new(Apis, Facts, bodies, dispatch, Stored);
        BulkTwins = new(dispatch, bodies);
        var steps = new CallSteps(Apis, Facts, bodies, dispatch, new(Apis, bodies, uses), Origins, Repetition, rareness, guards);
        var names = Names = new NamesThatLead(compilation, Apis, Facts);
        Effects = new(steps, names);
        FirstMembers = new(bodies, names);
        Memory = new(compilation, Apis.Types, userTables);
        Touched = new(Apis, Memory, steps, bodies);
        _unindexed = new(() => BuilderCalls.IsIndexedByHand(compilation) ? new(Model(default), Apis) : null);
        var changed = new ChangedQuestions(Touched);
        Repeated = new(Repetition, guards, steps, Effects, new(steps, rareness), new(Effects, Touched, changed), new(steps, Effects, rareness, Touched, changed), new(Apis, bodies), new(compilation.Assembly, steps, Effects), new(uses, guards));
        var translation = new Translation(Apis);
        var parts = new QueryParts(Apis, bodies, dispatch);
        RowUses = new(Apis, new(Apis, bodies, dispatch, Origins, parts, Effects, rareness, translation, steps), parts, translation, bodies, dispatch);
        var navigations = Navigations = new(compilation, () => Model(default));
        var provenance = Provenance = new(Apis, Facts, navigations, bodies, dispatch, Stored, Repetition);
        JoinedCollections = new(compilation, Apis, provenance, parts, () => Model(default));
        CountedIncludes = new(Apis, bodies, uses, navigations, () => Model(default));
        MissingIncludes = new(compilation, Apis, navigations, new(Apis, navigations, bodies, dispatch, provenance, steps), new(bodies), new(Apis, navigations, bodies, dispatch));
        _projectKind = new(() => Place.OfProject(compilation));
        Completed = new(Apis, bodies, dispatch);
        Remembered = new(rareness, bodies, dispatch, () => Flow.Lifetimes);
        Waiting = new(Apis, bodies, dispatch, Completed);
        Requests = new(Apis, new(steps, bodies, names), steps, bodies);
        Steps = steps;
        Blocking = new(Apis, steps, new(Apis, Facts, dispatch, Effects, names));
        Synchronous = new(Apis, bodies, uses, Origins, steps);
        Waterfalls = new(Apis, steps, Effects, Touched);
        _told = new(() => MemoryFactIndex.Read(compilation, options.AdditionalFiles, (project, withGrowth) => MemoryFacts.Of(project, options, withGrowth), default));
        Memory.Told = _told;
        _flow = new(() => new(this, _told));
        _alone = new(() => new(this, new(() => MemoryFactIndex.Nothing(compilation))));
        _assuming = new(() => new(this, new(() => MemoryFactIndex.Nothing(compilation)), isAssumed: true));
    }

    /// <summary>The program.</summary>
    public Compilation Compilation => _compilation;

    /// <summary>What APIs do.</summary>
    public ApiIndex Apis { get; }

    /// <summary>What other assemblies say about their members.</summary>
    public FactIndex Facts { get; }

    /// <summary>What was measured.</summary>
    public EvidenceIndex Evidence { get; }

    /// <summary>Whether files are still those that were measured.</summary>
    public SourceVersions Versions { get; } = new();

    /// <summary>What types give to their own fields and properties.</summary>
    public StoredValues Stored { get; }

    /// <summary>What members do.</summary>
    public MemberBodies Bodies { get; }

    /// <summary>Who uses which member.</summary>
    public MemberUses Uses { get; }

    /// <summary>Who may be called.</summary>
    public Dispatch Dispatch { get; }

    /// <summary>How often an operation runs.</summary>
    public Repetition Repetition { get; }

    /// <summary>Which sequences are queries.</summary>
    public QueryOrigins Origins { get; }

    /// <summary>Which member does for many what another does for one.</summary>
    public BulkTwins BulkTwins { get; }

    /// <summary>What a call leads to.</summary>
    public CallEffects Effects { get; }

    /// <summary>What may lead where, as far as names tell.</summary>
    public NamesThatLead Names { get; }

    /// <summary>Who is the first to have what many have for one cause.</summary>
    public FirstMembers FirstMembers { get; }

    /// <summary>Which operations work in memory on rows that were loaded for them alone.</summary>
    public RowUses RowUses { get; }

    /// <summary>Which queries join several collections.</summary>
    public JoinedCollections JoinedCollections { get; }

    /// <summary>Which properties lead from one entity to another.</summary>
    public Navigations Navigations { get; }

    /// <summary>Where entities come from, and what was loaded with them.</summary>
    public Provenance Provenance { get; }

    /// <summary>Which collections are loaded to be counted.</summary>
    public CountedIncludes CountedIncludes { get; }

    /// <summary>What single operations lead to.</summary>
    public CallSteps Steps { get; }

    /// <summary>Which tasks have completed.</summary>
    public CompletedTasks Completed { get; }

    /// <summary>Whether what is waited for is remembered.</summary>
    public RememberedTasks Remembered { get; }

    /// <summary>Which members wait for tasks.</summary>
    public WaitingMembers Waiting { get; }

    /// <summary>What runs while a request waits.</summary>
    public RequestPaths Requests { get; }

    /// <summary>Which operations block although they could be awaited.</summary>
    public BlockingCalls Blocking { get; }

    /// <summary>Where querying synchronously is what everybody does.</summary>
    public SynchronousQueries Synchronous { get; }

    /// <summary>What code reads and changes, in whatever it calls.</summary>
    public TouchedState Touched { get; }

    /// <summary>Which calls of services wait for one another without need.</summary>
    public Waterfalls Waterfalls { get; }

    /// <summary>What APIs do with memory.</summary>
    public MemoryApis Memory { get; }

    /// <summary>Which objects live long, and what they keep.</summary>
    public MemoryFlow Flow => _flow.Value;

    /// <summary>The same by what this project says alone, for what it tells others.</summary>
    public MemoryFlow Alone => _alone.Value;

    /// <summary>The same, as if other projects made singletons of the classes whose life nobody in sight decides.</summary>
    public MemoryFlow Assuming => _assuming.Value;

    /// <summary>Whether nobody uses the program: a test project.</summary>
    public bool IsTestProject => _projectKind.Value is not null;

    /// <summary>The options in force for a file.</summary>
    public PerfOptions OptionsOf(SyntaxTree? tree) => _configuration.Of(tree);

    /// <summary>Which round trips a member repeats.</summary>
    public RepeatedRoundTrips Repeated { get; }

    /// <summary>The EF Core model, which is read when a rule first asks for it.</summary>
    public EntityModel Model(CancellationToken cancellationToken)
    {
        lock (_modelGate)
            return _model ??= EntityModel.Read(_compilation, cancellationToken);
    }

    /// <summary>Which navigations are read and were not loaded.</summary>
    public MissingIncludes MissingIncludes { get; }

    /// <summary>Which queries read a whole table; null where a model says nothing about indexes.</summary>
    public UnindexedUses? Unindexed => _unindexed.Value;

    /// <summary>The session of a compilation, shared by all rules.</summary>
    public static AnalysisSession For(Compilation compilation, AnalyzerOptions options, CancellationToken cancellationToken) =>
        s_sessions.GetValue(compilation, static _ => new()).Get(compilation, options, cancellationToken);

    /// <summary>The session of a project that another one references, for what it says to that: with the other's files, and so for nobody else.</summary>
    public static AnalysisSession Apart(Compilation compilation, AnalyzerOptions options, CancellationToken cancellationToken) => new(ProjectFacts.InOrder(compilation), options, cancellationToken);

    /// <summary>Joins a finding to the evidence, decides its state, severity and message, and reports it.</summary>
    public void Report(Action<Diagnostic> report, Finding finding)
    {
        var options = OptionsOf(finding.Location.SourceTree);
        var line = EvidenceIndex.LineOf(finding.IssuedAt ?? finding.Location);
        var verdict = finding switch
        {
            { Table: { } table } => Verdict.OfPlan(Evidence.FindPlans(finding.Member, line, table), options),
            { Held: { } held } => Verdict.OfGrowth(Evidence.FindGrowth(held), options),
            { Operation.Length: 0 } => default,
            { Beside.IsEmpty: false } => Verdict.OfWaterfall(finding.Beside.Prepend(new(line, finding.Operation, finding.IssuedBy)).Select(c => Evidence.Find(finding.Member, c.Line, c.Operation, c.IssuedBy)), options),
            { Multiplies: true } => Verdict.OfProduct(Evidence.Find(finding.Member, line, finding.Operation, finding.IssuedBy), options),
            _ => Verdict.OfRepetition(Evidence.Find(finding.Member, line, finding.Operation, finding.IssuedBy), options),
        };
        // What was cheap was other code.
        var isOther = verdict.Measurement is { } measured && EvidenceIndex.IdsOf(finding.Member).Contains(measured.Record.Key) && Versions.IsOther(measured.Record, finding.Location.SourceTree, default);
        if (isOther && verdict.State is EvidenceState.Cold)
            verdict = new(EvidenceState.Suspect, verdict.Measurement);

        if (finding.NeedsEvidence && verdict.State is not EvidenceState.Confirmed)
            return;

        var accepted = Acceptance.Of(finding.Member, finding.Rule.Id);
        if (accepted is { Because: not null } && !accepted.IsRevokedBy(verdict, options))
            return;

        var less = finding.LessBecause ?? Place.Of(finding.Member) ?? _projectKind.Value;
        // What a project reference's compilation holds is a foreign file to this one.
        finding = finding with { Related = [.. finding.Related.Select(Own)] };
        Report(report, finding, SeverityOf(finding, verdict, less, options), Says(finding, verdict, less, accepted) + (isOther ? ", of another version of this file" : ""), verdict, RankOf(finding, verdict, less));
    }

    private Location Own(Location location) => location.SourceTree is not { } tree || _compilation.ContainsSyntaxTree(tree)
        ? location
        : Location.Create(tree.FilePath, location.SourceSpan, location.GetLineSpan().Span);

    /// <summary>Whether the user says that the table of an entity stays small.</summary>
    public bool IsSmall(Entity entity, Location location) =>
        OptionsOf(location.SourceTree).SmallTables.Contains(entity.Type.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Reports a budget that evidence exceeds. Only one that is broken, by a count or by more than noise, may fail a build.</summary>
    public void ReportBudget(Action<Diagnostic> report, Finding finding, bool isBroken, string profile)
    {
        var enforce = isBroken && OptionsOf(finding.Location.SourceTree).EnforceConfirmed;
        Report(report, finding, enforce ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning, $" - observed, profile {profile}", new(EvidenceState.Observed, null));
    }

    /// <summary>Reports what evidence shows and no other rule has seen.</summary>
    public void ReportObserved(Action<Diagnostic> report, Finding finding, Measurement measured)
    {
        var accepted = Acceptance.Of(finding.Member, finding.Rule.Id);
        if (accepted is { Because: not null } && (accepted.Profile is null || accepted.Profile == measured.Profile.Name))
            return;

        // No code says that it repeats, and the code that was measured is not this: it may have been mended.
        var isOther = Versions.IsOther(measured.Record, finding.Location.SourceTree, default);
        var less = isOther ? "the file has changed since it was measured" : _projectKind.Value;
        Report(report, finding, less is null ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info, $" - observed, {measured}{(isOther ? ", of another version of this file" : "")}", new(EvidenceState.Observed, measured), less);
    }

    /// <summary>Reports what evidence itself says, or does not say.</summary>
    /// <param name="report">Where to.</param>
    /// <param name="finding">What.</param>
    /// <param name="severity">How loud.</param>
    /// <param name="profile">The profile that says it; empty when there is none.</param>
    public void ReportEvidence(Action<Diagnostic> report, Finding finding, DiagnosticSeverity severity, string profile)
    {
        finding = finding with { Related = [.. finding.Related.Select(Own)] };
        Report(report, finding, severity, profile.Length == 0 ? "" : $" - observed, profile {profile}", new(EvidenceState.Observed, null));
    }

    /// <summary>Reports a line of an input file that cannot be used.</summary>
    public static void ReportInput(Action<Diagnostic> report, Location location, ISymbol project, string problem) =>
        Emit(report, new(RuleCatalog.MalformedInput, location, project, [problem]), DiagnosticSeverity.Warning, "", new(EvidenceState.Observed, null), null);

    /// <summary>Whether a path is too long to be called this loop's problem without saying so.</summary>
    public static string? LessBecauseOf(EffectPath path) =>
        path.Distance > FarAway ? $"{path.Distance.ToString(CultureInfo.InvariantCulture)} calls away"
        : path.Steps.Any(s => s.Rarity is Rarity.WhenMissing) ? "only where it was not loaded before"
        : path.Steps.Any(s => s.Called is { Name: "Log" or "LogAsync", ContainingType.Name: var logger } && logger.IndexOf("Log", StringComparison.Ordinal) >= 0) ? "what it writes is a line of a log"
        : path.Last.Fact is { System: "cache" } && path.Steps.Any(s => s.Called is { Name: var asked, ContainingType.Name: var memory } && asked.StartsWith("TryGet", StringComparison.Ordinal) && memory.IndexOf("Cache", StringComparison.Ordinal) >= 0) ? "what it asks is a cache"
        : null;

    // What somebody decided to live with for a while is told, and fails nothing until its day.
    private void Report(Action<Diagnostic> report, Finding finding, DiagnosticSeverity severity, string says, Verdict verdict, string? rank = null)
    {
        if (_configuration.Severity(finding.Location.SourceTree, finding.Rule.Id, severity) is not { } configured)
            return;

        severity = configured;
        string? until = null;
        if (severity >= DiagnosticSeverity.Warning && _known.Find(finding.Rule.Id, FindingProperties.MemberOf(finding)) is var (entry, isExpired))
        {
            (severity, rank, until) = isExpired ? (severity, rank, null) : (DiagnosticSeverity.Info, entry.ToString(), entry.Expires);
            says += isExpired ? $" (the baseline let it through until {entry.Expires})" : $" - {entry}";
        }

        Emit(report, finding, severity, says, verdict, rank, until);
    }

    private static void Emit(Action<Diagnostic> report, Finding finding, DiagnosticSeverity severity, string says, Verdict verdict, string? rank, string? until = null)
    {
        // A build reads what it is told line by line: a name of an evidence file with a line break in it would be a message of its own, and an error if it says so.
        var arguments = finding.Arguments.Insert(0, says).Select(PlainText.Of).Cast<object>().ToArray();
        var related = finding.Related.AddRange(
            verdict.Measurement is { } measured ? [measured.Location] : ImmutableArray<Location>.Empty);
#pragma warning disable RS0030 // The one place that reports.
        report(Diagnostic.Create(finding.Rule, finding.Location, severity, related, FindingProperties.Of(finding, verdict, rank, until), arguments));
#pragma warning restore RS0030
    }

    // Why a finding is less than a warning; null when it is one.
    private static string? RankOf(Finding finding, Verdict verdict, string? less) => verdict.State switch
    {
        EvidenceState.Confirmed => null,
        EvidenceState.Cold => "measured to be cheap",
        _ => less ?? (finding.IsLikelyOnly ? "likely: part of the path rests on a convention or a type" : null),
    };

    private static DiagnosticSeverity SeverityOf(Finding finding, Verdict verdict, string? less, PerfOptions options) => verdict.State switch
    {
        EvidenceState.Confirmed => options.EnforceConfirmed ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
        EvidenceState.Cold => options.ShowCold ? DiagnosticSeverity.Info : DiagnosticSeverity.Hidden,
        _ => options.Suspects ?? (RankOf(finding, verdict, less) is null ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info),
    };

    private static string Says(Finding finding, Verdict verdict, string? less, Acceptance? accepted)
    {
        var reason = less is null ? "" : ": " + less;
        var says = verdict switch
        {
            { State: EvidenceState.Confirmed, Measurement: { } measured } => $" - confirmed, {measured}",
            { State: EvidenceState.Cold, Measurement: { } measured } => $" - cold, {measured.ToShortString()}: leave it",
            { Measurement: { } measured } => $" - suspect{reason}, {measured}",
            _ => (finding.IsLikelyOnly ? " - likely" : " - suspect") + reason,
        };
        return accepted switch
        {
            null => says,
            { Because: null } => says + " ([AcceptedCost] gives no reason, so it silences nothing)",
            _ => says + " ([AcceptedCost] has lapsed: the place is hot)",
        };
    }

    private static IEnumerable<ApiTable> UserTables(AnalyzerOptions options, CancellationToken cancellationToken) => options.AdditionalFiles
        .Where(f => ApiTable.IsUserTable(f.Path))
        .Select(f => f.GetText(cancellationToken))
        .OfType<Microsoft.CodeAnalysis.Text.SourceText>()
        .Select(ApiTable.Of);

    /// <summary>In an editor, evidence changes while the compilation stays the same, so a compilation can have several sessions.</summary>
    private sealed class SessionsOfCompilation
    {
        private readonly object _gate = new();
        private ImmutableArray<AdditionalText> _files;
        private AnalysisSession? _latest;

        public AnalysisSession Get(Compilation compilation, AnalyzerOptions options, CancellationToken cancellationToken)
        {
            lock (_gate)
            {
                if (_latest is null || !_files.SequenceEqual(options.AdditionalFiles))
                {
                    _latest = new(compilation, options, cancellationToken);
                    _files = options.AdditionalFiles;
                }

                return _latest;
            }
        }
    }
}
