using System.Reflection.Metadata;
using System.Text;

namespace PerfAnalyzers.Collector.Symbols;

/// <summary>
/// Documentation-comment ids from metadata, spelled exactly as Roslyn's <c>GetDocumentationCommentId</c>: the join between
/// what ran and what the compiler sees is this one string.
/// </summary>
internal static class DocumentationId
{
    /// <summary>The id of a method, constructor, operator or accessor: <c>M:Shop.Orders.Load(System.Int32)</c>.</summary>
    public static string Of(MetadataReader reader, MethodDefinitionHandle handle)
    {
        var method = reader.GetMethodDefinition(handle);
        var name = reader.GetString(method.Name);
        var signature = method.DecodeSignature(SignatureNames.Instance, null);

        var id = new StringBuilder("M:");
        id.Append(SignatureNames.Name(reader, method.GetDeclaringType())).Append('.').Append(GenericNames.Escape(name));
        if (signature.GenericParameterCount > 0)
            id.Append("``").Append(signature.GenericParameterCount);

        if (signature.ParameterTypes.Length > 0)
            id.Append('(').AppendJoin(',', signature.ParameterTypes).Append(')');

        // Conversions are the one member that may be overloaded by return type alone.
        if (name is "op_Implicit" or "op_Explicit" or "op_CheckedExplicit")
            id.Append('~').Append(signature.ReturnType);

        return id.ToString();
    }

    /// <summary>The id of a property or indexer: <c>P:Shop.Orders.Item(System.Int32)</c>; null when it has no accessor.</summary>
    public static string? Of(MetadataReader reader, PropertyDefinitionHandle handle)
    {
        var property = reader.GetPropertyDefinition(handle);
        var accessors = property.GetAccessors();
        var accessor = accessors.Getter.IsNil ? accessors.Setter : accessors.Getter;
        if (accessor.IsNil)
            return null;

        var parameters = property.DecodeSignature(SignatureNames.Instance, null).ParameterTypes;
        return "P:" + SignatureNames.Name(reader, reader.GetMethodDefinition(accessor).GetDeclaringType()) + "." + GenericNames.Escape(reader.GetString(property.Name)) +
            (parameters.Length > 0 ? "(" + string.Join(",", parameters) + ")" : "");
    }
}
