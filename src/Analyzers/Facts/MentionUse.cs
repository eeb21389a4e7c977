namespace PerfAnalyzers.Facts;

/// <summary>The position in which a name is mentioned.</summary>
internal enum MentionUse
{
    /// <summary>As a value: a property, a field, a method group.</summary>
    Value,

    /// <summary>As what is called.</summary>
    Call,

    /// <summary>As the type of which an object is created.</summary>
    Creation,

    /// <summary>As a type.</summary>
    Type,
}
