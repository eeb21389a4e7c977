using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PerfAnalyzers;

/// <summary>
/// The base of the rules that look at each member that has bodies. They ask the compiler for code blocks, and bind these themselves, once for all rules. Where somebody asks it for operation blocks and
/// somebody else for generated code, which pages are, it binds all generated files, migrations above all; and where nobody asks for nodes, it does not go through them all once more.
/// </summary>
public abstract class BodyAnalyzer : PerfAnalyzer
{
    private protected BodyAnalyzer(DiagnosticDescriptor rule)
        : base(rule)
    {
    }

    /// <summary>What the rule does with a member; null when it has nothing to say in this compilation.</summary>
    internal abstract Action<BodyContext>? LookIn(AnalysisSession session);

    /// <summary>
    /// Of a rule that has something to say in any project: which tokens say that it may. Where no known library makes the others look at bodies, only those are bound that have one.
    /// </summary>
    internal virtual bool MayMatter(SyntaxToken token, AnalysisSession session) => false;

    private protected sealed override void Register(CompilationStartAnalysisContext context, AnalysisSession session)
    {
        if (LookIn(session) is not { } look)
            return;

        context.RegisterCodeBlockAction(c =>
        {
            if ((session.Apis.IsWorthAnalysing || c.CodeBlock.DescendantTokens().Any(t => MayMatter(t, session))) && session.Bodies.BlocksOf(c) is { IsEmpty: false } blocks)
                look(new(blocks, c.OwningSymbol, c.ReportDiagnostic, c.CancellationToken));
        });
    }
}
