using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
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

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
#pragma warning disable RS0030 // The one place that configures.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
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

    /// <summary>
    /// Looks at each member that has bodies. Rules look at bodies and not at syntax: where nobody asks for nodes, the compiler does not go through them all once more,
    /// and what it has bound for one rule is not bound again for the next.
    /// </summary>
    private protected static void RegisterBodies(CompilationStartAnalysisContext context, AnalysisSession session, Action<BodyContext> look) => context.RegisterOperationBlockAction(c =>
    {
        session.Bodies.Share(c.OperationBlocks);
        look(new(c.OperationBlocks, c.OwningSymbol, c.ReportDiagnostic, c.CancellationToken));
    });

    /// <summary>
    /// The same for a rule that has something to say in any project. Where no known library makes the others look at bodies, only those are bound in which a token says that the rule may.
    /// </summary>
    private protected static void RegisterBodies(CompilationStartAnalysisContext context, AnalysisSession session, Func<SyntaxToken, bool> mayMatter, Action<BodyContext> look)
    {
        if (session.Apis.IsWorthAnalysing)
        {
            RegisterBodies(context, session, look);
            return;
        }

        context.RegisterCodeBlockAction(c =>
        {
            if (!c.CodeBlock.DescendantTokens().Any(mayMatter))
                return;

            var blocks = c.CodeBlock.DescendantNodesAndSelf(n => !IsBlock(n)).Where(IsBlock).Select(n => c.SemanticModel.GetOperation(n, c.CancellationToken)).OfType<IOperation>().ToImmutableArray();
            if (!blocks.IsEmpty)
                look(new(blocks, c.OwningSymbol, c.ReportDiagnostic, c.CancellationToken));
        });
    }

    // What the compiler calls an operation block.
    private static bool IsBlock(SyntaxNode node) => node is BlockSyntax or ArrowExpressionClauseSyntax or EqualsValueClauseSyntax or ConstructorInitializerSyntax or PrimaryConstructorBaseTypeSyntax or AttributeSyntax ||
        node.Parent is GlobalStatementSyntax;
}
