using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.CodeFixes.Rewriting.Batching;

/// <summary>What ASP.NET Core Identity reads of one user, and how it spells it. No other file names one of its members.</summary>
/// <param name="Kind">What is asked.</param>
/// <param name="User">The type of a user.</param>
internal sealed record IdentityRead(IdentityRead.Question Kind, INamedTypeSymbol User)
{
    /// <summary>The query for all users.</summary>
    public const string Users = "Users";

    /// <summary>The roles of one user.</summary>
    public const string RolesOf = "GetRolesAsync";

    /// <summary>The users of one role.</summary>
    public const string UsersIn = "GetUsersInRoleAsync";

    /// <summary>What is asked of a user manager.</summary>
    public enum Question
    {
        /// <summary>The user with a key.</summary>
        ById,

        /// <summary>Whether a user has a role.</summary>
        IsInRole,

        /// <summary>Anything else.</summary>
        Other,
    }

    /// <summary>The read that a method is; null when it is none of a user manager.</summary>
    public static IdentityRead? Of(IMethodSymbol method)
    {
        for (var type = method.ContainingType; type is not null; type = type.BaseType)
        {
            if (type is { MetadataName: "UserManager`1", TypeArguments: [INamedTypeSymbol user] } && type.ContainingNamespace.ToDisplayString() == "Microsoft.AspNetCore.Identity" && method.Name.EndsWith("Async", StringComparison.Ordinal))
            {
                return new(method switch
                {
                    { Name: "FindByIdAsync", Parameters.Length: 1 } => Question.ById,
                    { Name: "IsInRoleAsync", Parameters.Length: 2 } => Question.IsInRole,
                    _ => Question.Other,
                }, user);
            }
        }

        return null;
    }

    /// <summary>The key of a user, which Identity's stores call so; null when it is no string, and Identity converts what it is given.</summary>
    public IPropertySymbol? Key
    {
        get
        {
            for (var type = User; type is not null; type = type.BaseType)
            {
                if (type.GetMembers("Id").OfType<IPropertySymbol>().FirstOrDefault() is { } key)
                    return key.Type.SpecialType == SpecialType.System_String ? key : null;
            }

            return null;
        }
    }
}
