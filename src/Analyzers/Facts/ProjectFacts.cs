using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Flow.Queries;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Facts;

/// <summary>What a project has to say to those that reference it.</summary>
internal static class ProjectFacts
{
    private static readonly ImmutableArray<EffectQuestion> s_questions = [EffectQuestion.DatabaseRead, EffectQuestion.DatabaseWrite, EffectQuestion.Remote];

    /// <summary>
    /// The texts of its facts, the same for the same code whatever the order of its files; null for a project that touches nothing we
    /// know of. What other assemblies say is read from its references and from additional files.
    /// </summary>
    public static ImmutableArray<string>? Of(Compilation compilation, AnalyzerOptions options, CancellationToken cancellationToken)
    {
        var session = AnalysisSession.For(InOrder(compilation), options, cancellationToken);
        if (!session.Apis.IsWorthAnalysing)
            return null;

        var candidates = CandidateMembers.Of(session.Compilation, session.Apis, session.Facts, cancellationToken);
        session.Bodies.Bind(candidates.Declarations, cancellationToken);
        var effects = new EffectFacts(session, candidates);
        var entities = new EntityFacts(session);
        var members = CallableMembers.Of(
            session.Compilation.Assembly, m => candidates.HasName(m) || m.Parameters.Any(IsDelegate) || candidates.MayReturnQuery(m), cancellationToken);
        var facts = Processors.Select(session.Compilation, members, m => Of(m).ToList(), cancellationToken);
        var lines = new SortedSet<string>(facts.SelectMany(f => f).Select(FactText.Write).OfType<string>(), StringComparer.Ordinal);
        return FactLines.Write(lines.OrderBy(l => l.Split('\t')[1], StringComparer.Ordinal));

        IEnumerable<Fact> Of(CallableMember member)
        {
            foreach (var question in s_questions)
            {
                if (effects.Of(member, question, cancellationToken) is { } effect)
                    yield return new(member.Key) { Effect = effect };
            }

            if (candidates.MayReturnQuery(member.Called) &&
                (candidates.IsQueryByType(member.Called) || session.Origins.ReturnedBy(member.Called, cancellationToken).Kind is QueryOriginKind.Query))
            {
                yield return new(member.Key) { Returned = QueryOriginKind.Query };
            }

            // Of several implementations each may be what runs: one with queries and one with rows in memory are two facts.
            if (candidates.MayReturnQuery(member.Called) && member.Bodies.Any(b => session.Origins.GivesRows(b, cancellationToken)))
                yield return new(member.Key) { Returned = QueryOriginKind.None };

            if (entities.Of(member, cancellationToken) is { } returned)
                yield return new(member.Key) { Entities = returned };

            foreach (var parameter in member.Called.Parameters.Where(IsDelegate))
            {
                if (session.Repetition.UseOf(parameter, cancellationToken) is not ApiCalls.Unstated and var use)
                    yield return new(member.Key) { Use = use, Parameter = parameter.Ordinal };
            }
        }
    }

    private static bool IsDelegate(IParameterSymbol parameter) => parameter.Type.TypeKind is TypeKind.Delegate;

    /// <summary>The same program with its files in order: of two equally good answers the engine takes the first, which must not be the file system's choice.</summary>
    public static Compilation InOrder(Compilation compilation)
    {
        var sorted = compilation.SyntaxTrees.OrderBy(t => t.FilePath, StringComparer.Ordinal).ToList();
        return sorted.SequenceEqual(compilation.SyntaxTrees) ? compilation : compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(sorted);
    }
}
