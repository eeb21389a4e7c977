using System.Collections.Immutable;

namespace PerfAnalyzers.Model;

/// <summary>Columns that conditions compare at once.</summary>
/// <param name="Equal">Those that are compared for equality.</param>
/// <param name="Ranges">Those that are compared with a bound.</param>
internal sealed record ColumnSet(ImmutableArray<Column> Equal, ImmutableArray<Column> Ranges)
{
    /// <summary>The column that is told about: an index must begin with one that is compared for equality.</summary>
    public Column First => Equal.FirstOrDefault(c => !c.HasFewValues) ?? Ranges.FirstOrDefault() ?? Equal[0];

    /// <summary>Whether there are flags only, which an index does not narrow by much.</summary>
    public bool HasFewValues => First.HasFewValues;

    /// <summary>Whether nothing but bounds are compared, which may leave most of the rows.</summary>
    public bool IsRange => Equal.All(c => c.HasFewValues) && !Ranges.IsEmpty;

    /// <summary>The columns of the index that serves all of them: what is equal first, then one bound.</summary>
    public ImmutableArray<string> Index
    {
        get
        {
            var entity = First.Entity;
            return
            [
                .. Equal.Where(c => c.Entity == entity).OrderBy(c => c.HasFewValues).Concat(Ranges.Where(c => c.Entity == entity).Take(1))
                    .Select(c => c.Name).Distinct(StringComparer.Ordinal),
            ];
        }
    }

    /// <summary>All of both.</summary>
    public ColumnSet And(ColumnSet other) => new(Equal.AddRange(other.Equal), Ranges.AddRange(other.Ranges));
}
