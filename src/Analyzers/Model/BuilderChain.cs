using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Model;

/// <summary>What is said about an index or a navigation by the calls that follow the one that begins it.</summary>
internal static class BuilderChain
{
    /// <summary><c>.HasIndex(...).IsUnique().HasFilter("...")</c></summary>
    public static EntityIndex IndexOf(InvocationExpressionSyntax call, ImmutableArray<string> columns)
    {
        var index = new EntityIndex(IndexKind.Index, columns);
        foreach (var (name, next) in After(call))
        {
            if (name is BuilderCalls.IsUnique)
                index = index with { IsUnique = IsYes(next) };
            else if (name is BuilderCalls.HasFilter)
                index = index with { HasFilter = next.ArgumentList.Arguments.FirstOrDefault()?.Expression is not LiteralExpressionSyntax { Token.Value: null } };
        }

        return index;
    }

    /// <summary><c>.Navigation(x => x.Lines).AutoInclude()</c></summary>
    public static bool IsAutoIncluded(InvocationExpressionSyntax call) =>
        After(call).Where(c => c.Name is BuilderCalls.AutoInclude).Select(c => IsYes(c.Call)).LastOrDefault();

    private static bool IsYes(InvocationExpressionSyntax call) => call.ArgumentList.Arguments.FirstOrDefault()?.Expression is not LiteralExpressionSyntax { Token.Value: false };

    private static IEnumerable<(string Name, InvocationExpressionSyntax Call)> After(SyntaxNode first)
    {
        for (var call = first; call.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next } member; call = next)
            yield return (member.Name.Identifier.ValueText, next);
    }
}
