using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Text;

namespace PerfAnalyzers.Collector.Symbols;

/// <summary>Spells the types of a signature as documentation-comment ids do.</summary>
internal sealed class SignatureNames : ISignatureTypeProvider<string, object?>
{
    /// <summary>The provider; it holds no state.</summary>
    public static SignatureNames Instance { get; } = new();

    public string GetArrayType(string elementType, ArrayShape shape) =>
        elementType + "[" + string.Join(",", Enumerable.Repeat("0:", shape.Rank)) + "]";

    public string GetByReferenceType(string elementType) => elementType + "@";

    // Roslyn has no spelling for function pointers in ids; the type that carries one at run time is the closest stable name.
    public string GetFunctionPointerType(MethodSignature<string> signature) => "System.IntPtr";

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) =>
        GenericNames.Instantiate(genericType, typeArguments);

    public string GetGenericMethodParameter(object? genericContext, int index) => $"``{index}";

    public string GetGenericTypeParameter(object? genericContext, int index) => $"`{index}";

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

    public string GetPinnedType(string elementType) => elementType;

    public string GetPointerType(string elementType) => elementType + "*";

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => "System." + typeCode;

    public string GetSZArrayType(string elementType) => elementType + "[]";

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Name(reader, handle);

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeReference(handle);
        var name = reader.GetString(type.Name);
        if (type.ResolutionScope.Kind == HandleKind.TypeReference)
            return GetTypeFromReference(reader, (TypeReferenceHandle)type.ResolutionScope, 0) + "." + name;

        return type.Namespace.IsNil ? name : reader.GetString(type.Namespace) + "." + name;
    }

    public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    /// <summary>The full name of a type definition, nesting written with dots and arity with a backtick.</summary>
    public static string Name(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        var name = new StringBuilder(reader.GetString(type.Name));
        var declaring = type.GetDeclaringType();
        while (!declaring.IsNil)
        {
            type = reader.GetTypeDefinition(declaring);
            name.Insert(0, '.').Insert(0, reader.GetString(type.Name));
            declaring = type.GetDeclaringType();
        }

        if (!type.Namespace.IsNil)
            name.Insert(0, '.').Insert(0, reader.GetString(type.Namespace));

        return name.ToString();
    }
}
