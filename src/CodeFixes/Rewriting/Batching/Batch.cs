using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.CodeFixes.Rewriting.Queries;

namespace PerfAnalyzers.CodeFixes.Rewriting.Batching;

/// <summary>
/// One query for many keys in place of a <see cref="KeyedRead"/> for each: which column it compares, and in what the rows are kept
/// so that looking one key up gives what the read gave, exceptions included.
/// </summary>
internal sealed record Batch(KeyedRead Read, IPropertySymbol Column, ITypeSymbol KeyType, ITypeSymbol Value, bool IsDictionary, bool IsUnique, bool OneParameter, bool CopiesArrays)
{
    /// <summary>Whether the database may hold two strings for the same that differ in case, and memory is told to do so, too.</summary>
    public bool IgnoresCase { get; private init; }

    /// <summary>What the rows are looked up with, as a last argument.</summary>
    public string Comparer => IgnoresCase ? ", StringComparer.OrdinalIgnoreCase" : "";

    // The greatest of no rows is the exception that a nullable without a value throws.
    private bool ThrowsWithoutRows => Read.Kind is ReadKind.Max or ReadKind.Min && !Nullability.IsNullableValue(Read.Result);

    /// <summary>What makes a value that a group always has into one that a missing group has not: <c>(int?)</c>.</summary>
    public string Cast => ThrowsWithoutRows ? $"({Value.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)})" : "";

    /// <summary>The namespaces of what a batch is written with, beside those of sequences.</summary>
    public ImmutableArray<string> Namespaces => [.. IgnoresCase ? ["System"] : (string[])[], .. IsOfContext || OneParameter ? ["Microsoft.EntityFrameworkCore"] : (string[])[], .. IsOfHierarchy ? ["Microsoft.EntityFrameworkCore.ChangeTracking"] : (string[])[]];

    /// <summary>Whether what the context tracks under a key may be of another type than Find is asked for, which gives nothing then.</summary>
    public bool IsOfHierarchy { get; private init; }

    /// <summary>The entity, as it is written where it is read.</summary>
    public string EntityName { get; private init; } = "";

    /// <summary>Whether the query starts at a set of a context whose source is in sight.</summary>
    public bool IsOfContext { get; private init; }

    private bool ColumnIsNullable => Nullability.IsNullableValue(Column.Type);

    private bool KeyIsNullable => Nullability.IsNullableValue(KeyType);

    /// <summary>Whether all that is kept is which keys have a row.</summary>
    public bool IsSet => Read.Kind == ReadKind.Any;

    /// <summary>What a lookup's key is: the wider of the column's and the key's type, so that null finds what null found.</summary>
    public ITypeSymbol LookupKeyType => ColumnIsNullable && !ComparesValue ? Column.Type : KeyType;

    // The database groups by what is there: the keys are none of them null, so neither is the column.
    private bool ComparesValue => ColumnIsNullable && !KeyIsNullable && (IsSet || Read.IsAggregate);

    public static async Task<Planned<Batch>> OfAsync(KeyedRead read, SemanticModel semantics, Document document, bool isReviewed, CancellationToken cancellationToken)
    {
        var solution = document.Project.Solution;

        var isOfContext = read.Context.Name != "DbContext" && QueryApis.IsContext(read.Context) && read.Context.Locations.Any(location => location.IsInSource);
        if (!isReviewed && !isOfContext)
            return new Refused("the model of the context is not in sight");

        var keys = await EntityKeys.ReadAsync(read.Entity, document.Project, cancellationToken).ConfigureAwait(false);
        var column = read.Column ?? keys.PrimaryKey;

        if (column is null)
            return new Refused($"the primary key of {read.Entity.Name} is not one known property");

        var key = semantics.GetTypeInfo(read.Key, cancellationToken);

        if (key.Type is not { } keyType || !SymbolEqualityComparer.Default.Equals(Nullability.Underlying(keyType), Nullability.Underlying(column.Type)))
            return new Refused("the key and the column are of different types");

        var difference = await KeyComparison.RefusalAsync(Nullability.Underlying(keyType), solution, cancellationToken).ConfigureAwait(false);
        if (difference is not null && !(isReviewed && keyType.SpecialType == SpecialType.System_String && !read.IsAggregate))
            return new Refused(difference);

        var isUnique = keys.IsUnique(column);
        if (read.Second is { } second)
        {
            if (difference is not null || !await ComparesPairsAsync(read, second, semantics, solution, cancellationToken).ConfigureAwait(false))
                return new Refused("more than one condition depends on the element, and the pairs cannot be compared in memory");

            isUnique = isUnique || keys.IsUnique(second.Column) || keys.IsUnique(column, second.Column);
        }

        // The first of several rows: without an order nobody knows which, with one a batch would load them all.
        if (read.Kind is ReadKind.First or ReadKind.FirstOrDefault && !isUnique)
            return new Refused($"'{column.Name}' is not known to be unique, so the first of several rows would be picked");

        var mayBeNull = Nullability.IsNullableValue(keyType) || (keyType.IsReferenceType && key.Nullability.FlowState != NullableFlowState.NotNull);

        if (read.Kind == ReadKind.Find && (!QueryApis.CanLookUpTracked(semantics.Compilation) || (mayBeNull && keyType.IsReferenceType)))
            return new Refused("what Find would answer from the change tracker cannot be asked of it");

        var oneRow = isUnique && !Nullability.MayBeNull(column);
        var oneGroup = read.IsAggregate && (column.Type.IsValueType || !Nullability.MayBeNull(column));
        return new Batch(
            read, column, keyType,
            Value: read.Kind is ReadKind.Max or ReadKind.Min && !Nullability.IsNullableValue(read.Result) ? semantics.Compilation.GetSpecialType(SpecialType.System_Nullable_T).Construct(read.Result) : read.Result,
            // A lookup takes null for a key and two rows for one, and older frameworks have it, too.
            IsDictionary: read.Kind == ReadKind.Find || (read.IsOrDefault && !mayBeNull && (oneRow || oneGroup) && !isReviewed),
            IsUnique: isUnique,
            // A repository may be one of EF6, in a project that has both.
            OneParameter: KeyComparison.NeedsOneParameter(semantics.Compilation, solution) && (isOfContext || UsingDirectives.IsInScope("Microsoft.EntityFrameworkCore", semantics, read.Call.SpanStart)),
            CopiesArrays: QueryApis.MajorVersion(semantics.Compilation) < 10 && semantics.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: >= (LanguageVersion)1400 })
        {
            IgnoresCase = difference is not null,
            IsOfContext = isOfContext,
            IsOfHierarchy = read.Kind == ReadKind.Find && keys.IsOfHierarchy,
            EntityName = Nullability.TextOf(read.Entity, semantics, read.Call.SpanStart),
        };
    }

    // In a pair, null is another value, and a nullable one has another type.
    private static async Task<bool> ComparesPairsAsync(KeyedRead read, KeyPart second, SemanticModel semantics, Solution solution, CancellationToken cancellationToken)
    {
        foreach (var (column, key) in new[] { (read.Column!, read.Key), (second.Column, second.Key) })
        {
            if (Nullability.IsNullableValue(column.Type) || semantics.GetTypeInfo(key, cancellationToken).Type is not { } type || !SymbolEqualityComparer.Default.Equals(type, column.Type)
                || await KeyComparison.RefusalAsync(type, solution, cancellationToken).ConfigureAwait(false) is not null)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What the rows are kept by, as part of a name.</summary>
    public string KeyName => Read.Second is { } second ? $"{Column.Name}And{Names.Pascal(second.Column.Name)}" : Column.Name;

    /// <summary>The query without the call that runs it, one operator for each element.</summary>
    /// <param name="keys">The keys of all elements.</param>
    /// <param name="row">The name of a row, where the read has none.</param>
    /// <param name="others">The keys of the second column, where two are compared.</param>
    public IEnumerable<string> Query(string keys, string row, string? others = null)
    {
        yield return Read.Set;

        foreach (var call in Read.Operators)
            yield return $".{((MemberAccessExpressionSyntax)call.Expression).Name}{TextOf(call.ArgumentList, keys, others)}";

        if (Read.Kind == ReadKind.Find)
            yield return $".Where({row} => {Comparison(keys, row)})";
        else if (Read.Predicate is { } predicate)
            yield return $".Where({TextOf(predicate, keys, others)})";
    }

    /// <summary>The column, as the database groups by it.</summary>
    public string GroupKey(string row) => $"{row}.{Column.Name}{(ComparesValue ? "!.Value" : "")}";

    /// <summary>A key that was loaded, as the key of a dictionary or a lookup.</summary>
    public string KeyOf(string loaded, string keyTypeName) => !IsDictionary && KeyIsNullable && !ColumnIsNullable ? $"({keyTypeName}){loaded}" : loaded;

    private string TextOf(SyntaxNode node, string keys, string? others)
    {
        var text = node.ToString();
        var comparisons = new List<(BinaryExpressionSyntax Equality, string Text)>();
        if (Read.Equality is { } equality)
            comparisons.Add((equality, Comparison(keys, Read.RowName!)));

        if (Read.Second is { } second)
            comparisons.Add((second.Equality, $"{Parameter(others!)}.Contains({second.RowName}.{second.Column.Name})"));

        // From the last to the first: what is replaced moves nothing that is still to come.
        foreach (var (replaced, with) in comparisons.Where(c => node.Span.Contains(c.Equality.Span)).OrderByDescending(c => c.Equality.SpanStart))
            text = text.Substring(0, replaced.SpanStart - node.SpanStart) + with + text.Substring(replaced.Span.End - node.SpanStart);

        return text;
    }

    private string Comparison(string keys, string row) => $"{Parameter(keys)}.Contains({row}.{Column.Name}{(ColumnIsNullable && !KeyIsNullable ? "!.Value" : "")})";

    private string Parameter(string keys) => OneParameter ? $"EF.Parameter({keys})" : keys;

    /// <summary>What stands in the loop where the read stood.</summary>
    public string LookUp(string rows, string tracked, string key, Names names)
    {
        if (Read.Kind != ReadKind.Find)
            return LookUpLoaded(rows, key);

        // Find asks the change tracker first, and so finds what is not saved yet.
        if (!KeyIsNullable)
            return $"{LookUpTracked(tracked, key)} ?? {LookUpLoaded(rows, key)}";

        var value = names.Take(Names.Camel(Read.Entity.Name) + "Id", "key");
        return $"{key} is {{ }} {value} ? {LookUpTracked(tracked, value)} ?? {LookUpLoaded(rows, value)} : null";
    }

    // A typed entry casts its entity, which throws for one of another type.
    private string LookUpTracked(string tracked, string key) => IsOfHierarchy ? $"{EntityOf(tracked, key)} as {EntityName}" : EntityOf(tracked, key);

    /// <summary>Whatever the context tracks under a key, as an entity of the set or, of a hierarchy, as an object.</summary>
    public string EntityOf(string tracked, string key) => IsOfHierarchy ? $"({tracked}.FindEntry({key}) as EntityEntry)?.Entity" : $"{tracked}.FindEntry({key})?.Entity";

    /// <summary>The rows of one key among those that were loaded.</summary>
    public string LookUpLoaded(string rows, string key) => IsSet ? $"{rows}.Contains({key})"
        : (IsDictionary ? $"{rows}.GetValueOrDefault({key})" : Read.Kind == ReadKind.Rows ? $"{rows}[{key}]" : $"{rows}[{key}].{Operator}()") + (ThrowsWithoutRows ? "!.Value" : "");

    private string Operator => Read.Kind switch
    {
        ReadKind.List => "ToList",
        ReadKind.Array => "ToArray",
        // A key has one group or none.
        _ when Read.IsAggregate => "SingleOrDefault",
        _ => Read.Kind.ToString(),
    };
}
