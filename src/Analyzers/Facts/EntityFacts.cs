using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Entities;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Model;

namespace PerfAnalyzers.Facts;

/// <summary>Which entities a member returns, and what is loaded with them, in the words that another assembly reads.</summary>
internal sealed class EntityFacts(AnalysisSession session)
{
    /// <summary>Paths of one query. One with more is no repository's.</summary>
    public const int MaxPaths = 32;

    /// <summary>The entities; null when they are not, or not alone, what one query in sight returns.</summary>
    public EntityFact? Of(CallableMember member, CancellationToken cancellationToken)
    {
        if (Navigations.ElementOf(member.Called.ReturnType) is not { } element || !(element is ITypeParameterSymbol || session.Navigations.IsEntity(element)) || member.Bodies.Count == 0)
            return null;

        EntityOrigin? origin = EntityOrigin.Nothing;
        foreach (var body in member.Bodies)
            origin = EntityOrigin.Either(origin, IsUntouched(body, element, out var found, cancellationToken) ? found : null);

        return origin is { Query: not null, At.IsEmpty: true, IsOpaque: false, Loaded.Length: <= MaxPaths, Entity: { } entity }
            ? new(entity is INamedTypeSymbol named ? TypeNames.Of(named) : EntityFact.AnyType, [.. origin.Loaded.Select(l => l.Path).Distinct().OrderBy(p => p, StringComparer.Ordinal)], origin.IsUntracked, origin.IsBare)
            : null;
    }

    private bool IsUntouched(IMethodSymbol method, ITypeSymbol element, out EntityOrigin? origin, CancellationToken cancellationToken)
    {
        origin = session.Provenance.ReturnedBy(method, element, cancellationToken);
        return origin is { Query: { } query } && session.Bodies.Of(method, cancellationToken) is { } body && IsPlain(body) && IsPlain(OperationShape.RootOf(query));
    }

    // What else the body queries or loads completes the entities, and so may whoever it gives them to.
    private bool IsPlain(IOperation body)
    {
        IOperation? source = null;
        foreach (var operation in body.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IAssignmentOperation { Target: IPropertyReferenceOperation { Property: var property } } when session.Navigations.TargetOf(property) is not null:
                case IInvocationOperation call when session.Apis.Find(call.TargetMethod, call.Instance?.Type) is var fact && (fact is { Effect: ApiEffect.LoadNavigation } || (fact is null && call.Arguments.Any(IsGivenEntities))):
                    return false;
                case IPropertyReferenceOperation or IFieldReferenceOperation or IInvocationOperation when session.Apis.IsQuerySource(operation.Type):
                    if (source is not null)
                        return false;

                    source = operation;
                    break;
            }
        }

        return true;
    }

    private bool IsGivenEntities(IArgumentOperation argument) => OperationShape.Unwrap(argument.Value).Type is { } type && !session.Apis.IsQueryable(type) && session.Navigations.HoldsEntities(type);
}
