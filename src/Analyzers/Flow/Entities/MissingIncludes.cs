using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Model;

namespace PerfAnalyzers.Flow.Entities;

/// <summary>Which navigations does a member read, itself or through what it calls, without anybody having loaded them? One answer for each query and path.</summary>
internal sealed class MissingIncludes(Compilation compilation, ApiIndex apis, Navigations navigations, NavigationReads reads, Consumers consumers, LoadedOtherwise otherwise)
{
    /// <summary>
    /// What is missing in a member, in the order of the code: of its own queries, whoever reads what they return, and of those of other projects
    /// that it reads.
    /// </summary>
    public ImmutableArray<MissingInclude> In(ISymbol member, ImmutableArray<IOperation> bodies, CancellationToken cancellationToken)
    {
        var found = new List<MissingInclude>();
        foreach (var body in bodies)
        {
            var all = reads.In(body, member, cancellationToken);
            foreach (var read in all)
            {
                var isHere = bodies.Any(b => IsIn(read.Owner.Query, b));
                if ((isHere || !IsOfThisProject(read.Owner.Query)) &&
                    Missing(read, body, all, isHere && !read.Owner.IsTold ? read.Via.IsEmpty ? MissingAt.Read : MissingAt.Query : MissingAt.Elsewhere, cancellationToken) is { } missing)
                {
                    found.Add(missing);
                }
            }
        }

        if (bodies.Any(Queries))
            found.AddRange(OfConsumers(member, bodies, cancellationToken));

        return OnePerPath(found);
    }

    // What other members read of the entities that this one queries and hands on.
    private IEnumerable<MissingInclude> OfConsumers(ISymbol member, ImmutableArray<IOperation> bodies, CancellationToken cancellationToken)
    {
        foreach (var consumer in consumers.Of(member, bodies, navigations.HoldsEntities, cancellationToken))
        {
            if (SymbolEqualityComparer.Default.Equals(consumer, member))
                continue;

            var all = reads.Of(consumer, cancellationToken);
            foreach (var read in all)
            {
                if (bodies.Any(b => IsIn(read.Owner.Query, b)) && Missing(read, OperationShape.RootOf(read.Reference), all, MissingAt.Query, cancellationToken) is { } missing)
                    yield return missing;
            }
        }
    }

    private bool Queries(IOperation body) => (BodyOperations.Of(body) is { IsGiant: false, All: var all } ? all : body.DescendantsAndSelf()).Any(o => o switch
    {
        IInvocationOperation call => apis.IsQuerySource(call.Type) || apis.Find(call.TargetMethod) is { Effect: ApiEffect.Source } or { Key: "primary" },
        IPropertyReferenceOperation or IFieldReferenceOperation => apis.IsQuerySource(o.Type),
        _ => false,
    });

    private bool IsOfThisProject(IOperation? query) => query is not null && compilation.ContainsSyntaxTree(query.Syntax.SyntaxTree);

    private MissingInclude? Missing(NavigationRead read, IOperation body, ImmutableArray<NavigationRead> all, MissingAt where, CancellationToken cancellationToken)
    {
        if (read.Owner is not { Query: { } query, IsOpaque: false } owner || owner.Loads(read.Path) || navigations.IsLoadedAlways(read.Reference.Property, owner.IsBare))
            return null;

        var loading = navigations.LazyLoadingOf(read.Reference.Property);
        if (loading is not LazyLoading.On && !IsTakenForLoaded(read, all))
            return null;

        var scopes = read.Via.Select(OperationShape.RootOf).Append(body).Append(OperationShape.RootOf(query)).Append(OperationShape.RootOf(read.Reference));
        return otherwise.Is(read, scopes, cancellationToken) ? null : new(read, owner.At.Add(read.Reference.Property), loading, where) { Doubt = navigations.DoubtOf(read.Reference.Property) };
    }

    // Code that asks whether the navigation is there knows that it may not have been loaded.
    private static bool IsTakenForLoaded(NavigationRead read, ImmutableArray<NavigationRead> all)
    {
        var isUsed = read.Use is NavigationUse.Used || (read.Use is NavigationUse.Passed && IsUsedFromLocal(read.Reference));
        return isUsed && !IsTested(read.Reference.Property, read, all) && !IsUnreached(read, all);
    }

    // if (order.Lines != null) order.Lines.Sum(l => l.Product.Price): where the lines were not loaded, nobody comes to their products.
    private static bool IsUnreached(NavigationRead read, ImmutableArray<NavigationRead> all)
    {
        var path = "";
        foreach (var navigation in read.Owner.At)
        {
            path = path.Length == 0 ? navigation.Name : $"{path}.{navigation.Name}";
            if (!read.Owner.Loads(path) && IsTested(navigation, read, all))
                return true;
        }

        return false;
    }

    private static bool IsTested(IPropertySymbol navigation, NavigationRead read, ImmutableArray<NavigationRead> all) =>
        all.Any(other => other.Use is NavigationUse.Tested && SymbolEqualityComparer.Default.Equals(other.Reference.Property, navigation)) || IsTestedIn(OperationShape.RootOf(read.Reference), navigation);

    // var customer = order.Customer; customer.Name
    private static bool IsUsedFromLocal(IPropertyReferenceOperation reference) =>
        reference.Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } &&
        OperationShape.RootOf(reference).DescendantsAndSelf().OfType<ILocalReferenceOperation>().Where(l => SymbolEqualityComparer.Default.Equals(l.Local, local)).ToList() is { Count: > 0 } uses &&
        uses.Exists(u => u.Parent is IMemberReferenceOperation member && member.Instance == u) &&
        !uses.Exists(u => u.Parent is IConditionalAccessOperation or IIsPatternOperation or IBinaryOperation or ICoalesceOperation);

    // if (order is { Customer: not null }), order.Customer == null: wherever in the body the read stands in.
    private static bool IsTestedIn(IOperation body, IPropertySymbol navigation) => body.DescendantsAndSelf().Any(o => o switch
    {
        IPropertySubpatternOperation { Member: IPropertyReferenceOperation member } => SymbolEqualityComparer.Default.Equals(member.Property, navigation),
        IPropertyReferenceOperation other => SymbolEqualityComparer.Default.Equals(other.Property, navigation) && NavigationReads.UseOf(other) is NavigationUse.Tested,
        _ => false,
    });

    // order.Customer and order.Customer.Address of one query are one Include.
    private static ImmutableArray<MissingInclude> OnePerPath(List<MissingInclude> found)
    {
        var kept = ImmutableArray.CreateBuilder<MissingInclude>();
        foreach (var missing in found)
        {
            var longer = found.Exists(other => other.Read.Owner.Query!.Syntax == missing.Read.Owner.Query!.Syntax && other.Path.Length > missing.Path.Length && StartsWith(other.Path, missing.Path));
            var known = kept.Any(other => other.Read.Owner.Query!.Syntax == missing.Read.Owner.Query!.Syntax && other.Path.Length == missing.Path.Length && StartsWith(other.Path, missing.Path));
            if (!longer && !known)
                kept.Add(missing);
        }

        return kept.ToImmutable();
    }

    private static bool StartsWith(ImmutableArray<IPropertySymbol> path, ImmutableArray<IPropertySymbol> start) =>
        path.Length >= start.Length && path.Take(start.Length).SequenceEqual<ISymbol>(start, SymbolEqualityComparer.Default);

    private static bool IsIn(IOperation? query, IOperation body) => query is not null && query.Syntax.SyntaxTree == body.Syntax.SyntaxTree && body.Syntax.FullSpan.Contains(query.Syntax.Span);
}
