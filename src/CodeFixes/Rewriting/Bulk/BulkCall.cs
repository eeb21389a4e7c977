using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.CodeFixes.Rewriting.Bulk;

/// <summary>A call for one element, and the call of its <see cref="BulkTwin"/> that would replace many of it.</summary>
/// <param name="Call">The call.</param>
/// <param name="Method">What it calls.</param>
/// <param name="Twin">What does the same for many.</param>
/// <param name="Awaited">The call with the await that belongs to it.</param>
/// <param name="Argument">The argument that differs from turn to turn.</param>
/// <param name="Element">The element in it, which may be all of it.</param>
/// <param name="Model">The document's semantics.</param>
internal sealed record BulkCall(InvocationExpressionSyntax Call, IMethodSymbol Method, BulkTwin Twin, Awaiting Awaited, ExpressionSyntax Argument, ExpressionSyntax Element, SemanticModel Model)
{
    private static readonly ImmutableHashSet<string> s_lists = ["List", "IList", "ICollection", "IEnumerable", "IReadOnlyList", "IReadOnlyCollection"];

    /// <summary>The type of the twin's parameter.</summary>
    public ITypeSymbol ParameterType => Twin.Method.Parameters[Twin.Ordinal].Type;

    /// <summary>The type of an element, without a question mark that only says that the code does not know.</summary>
    public string ElementType => Model.GetTypeInfo(Element).Type is { } type && SymbolEqualityComparer.Default.Equals(type, Twin.Each)
        ? Nullability.TextOf(Twin.Each, Model, Call.SpanStart)
        : Nullability.TextOf(Twin.Each.WithNullableAnnotation(NullableAnnotation.None), Model, Call.SpanStart);

    /// <summary>
    /// Whether a collection of the elements is one that the twin takes: they are of its very type, or of a class below it where any collection of those will do. What is converted for each call (a text that becomes a
    /// <c>RedisKey</c>) has to be so for each element.
    /// </summary>
    public bool TakesElementsAsTheyAre => Model.GetTypeInfo(Element).Type is { } type && (SymbolEqualityComparer.Default.Equals(type, Twin.Each) ||
        (ParameterType is IArrayTypeSymbol or { Name: "IEnumerable" or "IReadOnlyCollection" or "IReadOnlyList" } && Model.Compilation.ClassifyCommonConversion(type, Twin.Each) is { IsReference: true, IsUserDefined: false, IsImplicit: true }));

    /// <summary>Whether the call is one of the member for many already, with one element.</summary>
    public bool IsOfMany => SymbolEqualityComparer.Default.Equals(Method, Twin.Method);

    /// <summary>The call, when it can be rewritten as one of the twin.</summary>
    /// <param name="call">The call.</param>
    /// <param name="method">What it calls.</param>
    /// <param name="twin">What does the same for many.</param>
    /// <param name="model">The document's semantics.</param>
    /// <param name="element">The element, where the argument is a collection of it.</param>
    public static Planned<BulkCall> Of(InvocationExpressionSyntax call, IMethodSymbol method, BulkTwin twin, SemanticModel model, ExpressionSyntax? element = null)
    {
        var awaited = Awaiting.Of(call);
        if (awaited.Whole == call && TaskTypes.IsTask(method.ReturnType))
            return new Refused("the task is not awaited where it is made");

        var arguments = call.ArgumentList.Arguments;
        if (arguments.Count <= twin.Ordinal || arguments.Any(argument => argument.NameColon is not null) || (method.Parameters[method.Parameters.Length - 1].IsParams && arguments.Count > method.Parameters.Length))
            return new Refused("the arguments are not in the order of the parameters");

        var argument = arguments[twin.Ordinal].Expression;
        var bulk = new BulkCall(call, method, twin, awaited, argument, element ?? argument, model);
        return bulk.Conversion is null ? new Refused($"'{twin.Method.Name}' takes its elements as a {twin.Method.Parameters[twin.Ordinal].Type.Name}") : bulk;
    }

    /// <summary>What makes a sequence into what the twin takes: <c>.ToArray()</c>; null when nothing does.</summary>
    public string? Conversion => ParameterType switch
    {
        IArrayTypeSymbol => ".ToArray()",
        { Name: var name } when s_lists.Contains(name) => ".ToList()",
        { Name: "HashSet" or "ISet" or "IReadOnlySet" } => ".ToHashSet()",
        _ => null,
    };

    /// <summary>Whether a list can be handed over as it is.</summary>
    public bool TakesLists => ParameterType is not IArrayTypeSymbol && s_lists.Contains(ParameterType.Name);

    /// <summary>The call of the twin, awaited as the call is.</summary>
    public string With(string elements)
    {
        var text = Awaited.Whole.ToString();
        var at = Awaited.Whole.SpanStart;
        var name = Call.Expression switch
        {
            MemberAccessExpressionSyntax member => member.Name.Identifier,
            MemberBindingExpressionSyntax member => member.Name.Identifier,
            SimpleNameSyntax simple => simple.Identifier,
            _ => default,
        };
        return text.Substring(0, name.SpanStart - at) + Twin.Method.Name + text.Substring(name.Span.End - at, Argument.SpanStart - name.Span.End) + elements + text.Substring(Argument.Span.End - at);
    }

    /// <summary>Everything but the element means the same outside the loop.</summary>
    public bool IsSteadyIn(SyntaxNode loop)
    {
        var scope = ReadScope.OfLoop(Model, loop);
        return Call.Expression is MemberAccessExpressionSyntax or SimpleNameSyntax
            && ((Call.Expression as MemberAccessExpressionSyntax)?.Expression is not { } receiver || scope.IsInvariant(receiver, Call))
            && Call.ArgumentList.Arguments.All(argument => argument.Expression == Argument || scope.IsInvariant(argument, Call));
    }
}
