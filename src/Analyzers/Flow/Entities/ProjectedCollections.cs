using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Queries;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Model;
using static PerfAnalyzers.Flow.Bodies.OperationShape;

namespace PerfAnalyzers.Flow.Entities;

/// <summary>
/// Which collections does a projection load side by side? <c>p => new { Tags = p.Tags.ToList(), Comments = p.Comments.Select(c => c.Text).ToList() }</c> is one join of both, as two includes are. What is counted,
/// tested or picked of a collection is a value of the row, and multiplies nothing.
/// </summary>
internal sealed class ProjectedCollections(ApiIndex apis, Func<EntityModel> model)
{
    /// <summary>The first two collections of the same rows, and where the second is read; null when there are no two.</summary>
    /// <param name="projection">The call that selects.</param>
    public (string First, string Second, IOperation At)? In(IInvocationOperation projection)
    {
        if (projection.Arguments.Length == 0 || Translation.LambdaOf(projection.Arguments[projection.Arguments.Length - 1].Value) is not { Symbol.Parameters.Length: 1 } selector)
            return null;

        var seen = new Dictionary<IParameterSymbol, string>(SymbolEqualityComparer.Default);
        foreach (var read in selector.Body.Descendants().OfType<IPropertyReferenceOperation>())
        {
            if (CollectionOf(read) is not var (row, path) || !IsLoaded(read, selector))
                continue;

            var whole = PathOf(row, selector) + path;
            if (seen.TryGetValue(row, out var first))
                return (first, whole, read);

            seen.Add(row, whole);
        }

        return null;
    }

    // p.Tags, p.Author.Posts: a collection of the row, through what it refers to.
    private (IParameterSymbol Row, string Path)? CollectionOf(IPropertyReferenceOperation read)
    {
        var path = read.Property.Name;
        var owner = read.Instance;
        while (owner is not null && Unwrap(owner) is IPropertyReferenceOperation reference)
        {
            path = $"{reference.Property.Name}.{path}";
            owner = reference.Instance;
        }

        return owner is not null && Unwrap(owner) is IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } } row } && IsCollection(row.Type, path) ? (row, path) : null;
    }

    private bool IsCollection(ITypeSymbol row, string path)
    {
        var entity = model().Find(row);
        var names = path.Split('.');
        for (var i = 0; i < names.Length; i++)
        {
            if (entity?.NavigationOf(names[i]) is not { IsOwned: false } navigation)
                return false;

            if (navigation.IsCollection)
                return i == names.Length - 1 && model().IsJoined(navigation);

            entity = model().Find(navigation.Target);
        }

        return false;
    }

    // Of the parameter of a function within: the collection whose element it is.
    private string PathOf(IParameterSymbol row, IAnonymousFunctionOperation selector)
    {
        var function = selector.Body.Descendants().OfType<IAnonymousFunctionOperation>().FirstOrDefault(f => SymbolEqualityComparer.Default.Equals(f.Symbol, row.ContainingSymbol));
        var source = function is not null && ArgumentOf(function)?.Parent is IInvocationOperation call ? ReceiverOf(call) : null;
        while (source is not null && Unwrap(source) is IInvocationOperation earlier)
            source = ReceiverOf(earlier);

        return source is not null && Unwrap(source) is IPropertyReferenceOperation read && CollectionOf(read) is var (owner, path) ? $"{PathOf(owner, selector)}{path}." : "";
    }

    // Whether the elements of a sequence become part of what the projection returns.
    private bool IsLoaded(IOperation sequence, IAnonymousFunctionOperation selector)
    {
        var current = sequence;
        while (current.Parent is { } parent && current != selector)
        {
            switch (parent)
            {
                case IInvocationOperation call:
                    if (!IsOfRows(call, current))
                        return false;

                    break;
                case IArgumentOperation { Parent: IInvocationOperation call }:
                    if (!IsOfRows(call, current) && !IsSelector(call, current))
                        return false;

                    parent = call;
                    break;
                case IConditionalOperation choice when choice.Condition == current:
                    return false;
                case IConversionOperation or IDelegateCreationOperation or IConditionalOperation or ICoalesceOperation or IReturnOperation or IBlockOperation or IAnonymousFunctionOperation or ISimpleAssignmentOperation
                    or IObjectOrCollectionInitializerOperation or IMemberInitializerOperation or IObjectCreationOperation or IAnonymousObjectCreationOperation or IArgumentOperation { Parent: IObjectCreationOperation }
                    or ITranslatedQueryOperation:
                    break;
                default:
                    return false;
            }

            current = parent;
        }

        return current == selector;
    }

    // Where, OrderBy, Select and ToList have a row for each of the collection's.
    private bool IsOfRows(IInvocationOperation call, IOperation sequence) => ReceiverOf(call) == sequence && apis.Find(call.TargetMethod, call.Instance?.Type) is { Rows: ApiRows.All or ApiRows.Some or ApiRows.Columns };

    // What Select makes of each element is loaded with it; the test of a Where is not.
    private bool IsSelector(IInvocationOperation call, IOperation function) => Callbacks.IsFunction(function) && apis.Find(call.TargetMethod, call.Instance?.Type) is { Rows: ApiRows.Columns };
}
