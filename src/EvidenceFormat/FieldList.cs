using System.Collections;

namespace PerfAnalyzers.EvidenceFormat;

/// <summary>The fields of a record in the making: what is not known is left out and not written as zero.</summary>
internal sealed class FieldList : IEnumerable<KeyValuePair<string, string>>
{
    private readonly List<KeyValuePair<string, string>> _fields = [];

    /// <summary>Adds a text, unless there is none.</summary>
    public FieldList Add(string field, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            _fields.Add(new(field, value!));

        return this;
    }

    /// <summary>
    /// Adds a number as the format writes it, under a condition. A sum of which a part is not known is no number, and what no reader would take is left out as well.
    /// </summary>
    public FieldList Add(string field, double? value, bool when = true) =>
        when && value is { } number && EvidenceNumber.IsWithin(number) && (number >= 0 || Field.IsSigned(field)) ? Add(field, EvidenceWriter.Number(number)) : this;

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
