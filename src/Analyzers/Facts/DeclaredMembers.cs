using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Facts;

/// <summary>The members that a file declares, without looking into their bodies.</summary>
internal static class DeclaredMembers
{
    /// <summary>Every member; nested types by a list of their own, because generated code nests deeper than a stack.</summary>
    public static IEnumerable<DeclaredMember> In(SyntaxTree tree, CancellationToken cancellationToken)
    {
        var pending = new Stack<SyntaxNode>();
        pending.Push(tree.GetRoot(cancellationToken));
        while (pending.Count > 0)
        {
            switch (pending.Pop())
            {
                case CompilationUnitSyntax unit:
                    Push(unit.Members);
                    break;
                case BaseNamespaceDeclarationSyntax space:
                    Push(space.Members);
                    break;
                case TypeDeclarationSyntax type:
                    Push(type.Members);
                    break;
                case MethodDeclarationSyntax method:
                    yield return new(method.Identifier.ValueText, method, method.ReturnType);
                    break;
                case PropertyDeclarationSyntax property:
                    yield return new(property.Identifier.ValueText, property, property.Type);
                    break;
                case IndexerDeclarationSyntax indexer:
                    yield return new(DeclaredMember.Indexer, indexer, indexer.Type);
                    break;
                case ConstructorDeclarationSyntax constructor:
                    yield return new(constructor.Identifier.ValueText, constructor, null);
                    break;
                // Nothing names an operator where it is used; whoever uses one mentions its type at most.
                case BaseMethodDeclarationSyntax { Parent: TypeDeclarationSyntax type } other:
                    yield return new(type.Identifier.ValueText, other, null);
                    break;
                case BaseFieldDeclarationSyntax field:
                    foreach (var variable in field.Declaration.Variables)
                        yield return new(variable.Identifier.ValueText, variable, field.Declaration.Type);
                    break;
            }
        }

        void Push(IEnumerable<SyntaxNode> members)
        {
            foreach (var member in members)
                pending.Push(member);
        }
    }
}
