using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PerfAnalyzers;

/// <summary>The base of every rule. It owns the only <c>Initialize</c>, so that a rule starts at its first interesting line.</summary>
public abstract class PerfAnalyzer : DiagnosticAnalyzer
{
    private protected PerfAnalyzer(params DiagnosticDescriptor[] rules) => SupportedDiagnostics = [.. rules];

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <summary>Whether the rule has nothing to say in a compilation that touches no known library. True for all rules about round trips.</summary>
    private protected virtual bool NeedsKnownLibrary => true;

    /// <summary>What becomes of code that nobody wrote. Nobody can change it, either.</summary>
    private protected virtual GeneratedCodeAnalysisFlags Generated => GeneratedCodeAnalysisFlags.None;

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
#pragma warning disable RS0030 // The one place that configures.
        context.ConfigureGeneratedCodeAnalysis(Generated);
#pragma warning restore RS0030
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            var session = AnalysisSession.For(start.Compilation, start.Options, start.CancellationToken);
            if (!NeedsKnownLibrary || session.Apis.IsWorthAnalysing)
                Register(start, session);
        });
    }

    /// <summary>Registers what the rule looks at.</summary>
    private protected abstract void Register(CompilationStartAnalysisContext context, AnalysisSession session);
}
