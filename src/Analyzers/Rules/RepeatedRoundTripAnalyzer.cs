using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Evidence;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Flow.Loops;

namespace PerfAnalyzers.Rules;

/// <summary>
/// The base of the rules about a round trip that is repeated. They share one answer (<see cref="RepeatedRoundTrips"/>) and one way to say it,
/// and differ in which part of the answer is theirs.
/// </summary>
public abstract class RepeatedRoundTripAnalyzer : BodyAnalyzer
{
    /// <summary>A call of one of this many bodies or more says little about each of them.</summary>
    private const int ManyImplementations = 4;

    private const string Remembered = "each key is asked for once, then remembered";

    private protected RepeatedRoundTripAnalyzer(DiagnosticDescriptor rule)
        : base(rule)
    {
    }

    private DiagnosticDescriptor Rule => SupportedDiagnostics[0];

    /// <summary>Whether a finding is this rule's.</summary>
    private protected abstract bool IsMine(RepeatedRoundTrip found);

    internal sealed override Action<BodyContext>? LookIn(AnalysisSession session) => c =>
    {
        foreach (var found in session.Repeated.In(c.OwningSymbol, c.OperationBlocks, c.CancellationToken))
        {
            if (IsMine(found))
                session.Report(c.ReportDiagnostic, Describe(found, c.OwningSymbol, session, c.CancellationToken));
        }
    };

    private Finding Describe(RepeatedRoundTrip found, ISymbol member, AnalysisSession session, CancellationToken cancellationToken)
    {
        var path = found.Path;
        var chain = string.Join(" -> ", path.Members.OfType<IMethodSymbol>().Select(NameOf).Append(path.Last.Chosen?.Chain ?? path.Last.Name));
        var specific = RepetitionAdvice.Specific(found, member, session, cancellationToken);
        var advice = specific ?? RepetitionAdvice.For(found, session, cancellationToken);
        return new(Rule, path.Steps[0].Location, member, [path.Steps[0].Name, HowOften(found), path.Hops == 0 ? "" : $", through {chain}", advice, specific is null ? "" : "; " + specific])
        {
            Advice = advice,
            Related = [.. found.Repeat is { } repeat ? [LocationOf(repeat.Construct)] : found.Before is { } before ? [CallSteps.LocationOfName(before.Syntax)] : Array.Empty<Location>(), .. path.Steps.Skip(1).Select(s => s.Location)],
            Chain = chain,
            Operation = found.Question switch
            {
                EffectQuestion.DatabaseRead => "db.read",
                EffectQuestion.DatabaseWrite => "db.write",
                _ => path.Last.Fact?.System ?? "",
            },
            IssuedBy = path.Last.Chosen is { Issuer: var issuer } ? [issuer] : path.LastMember is { } last ? EvidenceIndex.IdsOf(last) : [],
            LessBecause = Reason(found.Guard) ?? (found.Path.IsRemembered ? Remembered : null) ?? found.SmallBecause ?? AnalysisSession.LessBecauseOf(path) ?? Minority(found, session, cancellationToken),
            IsLikelyOnly = path.IsLikelyOnly,
        };
    }

    private static string HowOften(RepeatedRoundTrip found) => found.Repeat switch
    {
        null when found.LookedForBy is { } looked => $"that '{looked}' has looked for",
        null when found.Kind is RepetitionKind.AskedBefore => "again",
        null => "",
        { Element: { CanBeReferencedByName: true, Name: not "_" } element, Source: { } source } => $"for each '{element.Name}' in '{Excerpt(Gone(source))}'",
        { Loop: null, Source: { } source } => $"for each element of '{Excerpt(Gone(source))}'",
        { Construct: IInvocationOperation { TargetMethod.Name: var runner } } => $"each time that '{runner}' runs it",
        { Construct: IObjectCreationOperation { Type.Name: var runner } } => $"each time that '{runner}' runs it",
        { Construct: IForLoopOperation, Element.Name: var index } => $"for each '{index}'",
        _ => "at each turn of the loop",
    };

    // orders.WithCancellation(token).ConfigureAwait(false) is about orders.
    private static SyntaxNode Gone(IOperation source)
    {
        while ((source is IConversionOperation { IsImplicit: true } conversion ? conversion.Operand : source) is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "WithCancellation" } call && OperationShape.ReceiverOf(call) is { } of)
            source = of;

        return source.Syntax;
    }

    private static string Excerpt(SyntaxNode syntax)
    {
        // answer?.Rows.Select(...): what stands behind the question mark says nothing by itself.
        var text = syntax.GetFirstToken().Parent is MemberBindingExpressionSyntax or ElementBindingExpressionSyntax && syntax.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>() is { Expression: var asked }
            ? $"{asked}?{syntax}"
            : syntax.ToString();
        var end = text.IndexOfAny(['\r', '\n']);
        text = end < 0 ? text : text.Substring(0, end).TrimEnd() + "...";
        return text.Length <= 60 ? text : text.Substring(0, 57) + "...";
    }

    private static string? Reason(Guard guard) => guard switch
    {
        Guard.StopsAtHit => "it stops at the first hit",
        Guard.OncePerKey => Remembered,
        Guard.OneElement => "it runs for one of the elements",
        Guard.FewElements => "few elements, written in the code",
        Guard.Throttled => "the loop waits between turns on purpose",
        _ => null,
    };

    private static string? Minority(RepeatedRoundTrip found, AnalysisSession session, CancellationToken cancellationToken)
    {
        foreach (var step in found.Path.Steps)
        {
            if (step.Targets.Length >= ManyImplementations &&
                session.Effects.Share(step, found.Question, isKnown: !found.Path.IsLikelyOnly, cancellationToken) is var (leading, all) && leading * 2 < all)
            {
                return $"only {leading} of {all} implementations of '{step.Name}' do";
            }
        }

        return null;
    }

    private static string NameOf(IMethodSymbol method) => method switch
    {
        { MethodKind: MethodKind.AnonymousFunction } => "lambda",
        { MethodKind: MethodKind.LocalFunction } => method.Name,
        { MethodKind: MethodKind.Constructor } => "new " + method.ContainingType.Name,
        { AssociatedSymbol: { } property } => $"{property.ContainingType.Name}.{property.Name}",
        _ => $"{method.ContainingType.Name}.{method.Name}",
    };

    private static Location LocationOf(IOperation construct) => construct.Syntax switch
    {
        CommonForEachStatementSyntax loop => loop.ForEachKeyword.GetLocation(),
        ForStatementSyntax loop => loop.ForKeyword.GetLocation(),
        WhileStatementSyntax loop => loop.WhileKeyword.GetLocation(),
        DoStatementSyntax loop => loop.DoKeyword.GetLocation(),
        var other => CallSteps.LocationOfName(other),
    };
}
