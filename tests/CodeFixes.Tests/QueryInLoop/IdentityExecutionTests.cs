using System.Reflection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using PerfAnalyzers.Rules;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>What a user manager of ASP.NET Core Identity is asked for each element, executed before and after the fix, on Identity's own stores: the same answers, a constant number of commands.</summary>
public sealed class IdentityExecutionTests
{
    private static readonly string[] s_bodies =
    [
        "foreach (var id in ids)\n{\n    var user = await users.FindByIdAsync(id);\n    Use(id, user?.UserName);\n}",
        "foreach (var id in ids)\n{\n    var user = await users.FindByIdAsync(id).ConfigureAwait(false);\n    if (user is null)\n        continue;\n\n    Use(user.Id, user.Email);\n}",
        "foreach (var role in roles)\n    Use(role, await users.IsInRoleAsync(one, role));",
        "foreach (var each in many)\n{\n    var isAdmin = await users.IsInRoleAsync(each, \"admin\");\n    Use(each.Id, isAdmin);\n}",
        "foreach (var each in many)\n    Use(each.Id, await users.IsInRoleAsync(each, \"Nobody\"));",
    ];

    // Some keys are nobody's, some come twice, and roles are asked for in another case than theirs.
    private const string Asked =
        """
        using System.Data.Common;
        using System.Text;
        using Microsoft.AspNetCore.Identity;
        using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
        using Microsoft.EntityFrameworkCore.Diagnostics;
        using Microsoft.Extensions.Logging.Abstractions;

        public static class Asked
        {
            private static readonly AsyncLocal<StringBuilder> s_transcript = new();

            public static void Record(object?[] values) => s_transcript.Value!.AppendJoin(", ", values.Select(value => value ?? "null")).Append('\n');

            public static async Task<string> RunAsync(DbConnection connection, IInterceptor counter, Action ready, int size, string service)
            {
                await using var db = new IdentityDbContext(new DbContextOptionsBuilder().UseSqlite(connection).AddInterceptors(counter).Options);
                if (await db.Database.EnsureCreatedAsync())
                    await SeedAsync(db);

                var users = new UserManager<IdentityUser>(
                    new UserStore<IdentityUser, IdentityRole, IdentityDbContext>(db), null!, new PasswordHasher<IdentityUser>(), [], [], new UpperInvariantLookupNormalizer(), new IdentityErrorDescriber(), null!, NullLogger<UserManager<IdentityUser>>.Instance);
                var one = await db.Users.AsNoTracking().SingleAsync(user => user.Id == "u12");
                var many = await db.Users.AsNoTracking().OrderBy(user => user.Id).Take(size).ToListAsync();
                List<string> ids = [.. Enumerable.Range(1, size).Select(i => "u" + i), "u1", "nobody"];
                List<string> roles = [.. Enumerable.Range(0, size).Select(i => i % 2 == 0 ? "admin" : "Role" + i)];
                var transcript = s_transcript.Value = new StringBuilder();
                ready();
                var type = typeof(Asked).Assembly.GetType(service)!;
                await (Task)type.GetMethod("RunAsync")!.Invoke(Activator.CreateInstance(type, users), [ids, roles, one, many])!;
                return transcript.ToString();
            }

            private static async Task SeedAsync(IdentityDbContext db)
            {
                for (var i = 0; i < 5; i++)
                    db.Roles.Add(new IdentityRole { Id = "r" + i, Name = i == 0 ? "Admin" : "Role" + i, NormalizedName = i == 0 ? "ADMIN" : "ROLE" + i });

                for (var i = 1; i <= 30; i++)
                {
                    db.Users.Add(new IdentityUser { Id = "u" + i, UserName = "user " + i, NormalizedUserName = "USER " + i, Email = $"u{i}@shop" });
                    if (i % 3 == 0)
                        db.UserRoles.Add(new IdentityUserRole<string> { UserId = "u" + i, RoleId = "r0" });

                    db.UserRoles.Add(new IdentityUserRole<string> { UserId = "u" + i, RoleId = "r" + (1 + (i % 4)) });
                }

                await db.SaveChangesAsync();
                db.ChangeTracker.Clear();
            }
        }

        """;

    [Fact]
    public async Task The_same_is_answered()
    {
        var (before, after, texts) = await FixedPrograms.CompileAsync<QueryInLoopAnalyzer, ReviewedReadFix>([.. s_bodies.Select(File), Asked]);
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync();
        for (var i = 0; i < s_bodies.Length; i++)
        {
            Assert.True(texts[i] is not null, "no fix is offered for\n" + s_bodies[i]);
            var (few, _) = await RunAsync(before, connection, 3, i);
            var (many, commands) = await RunAsync(before, connection, 25, i);
            var (fewAfter, once) = await RunAsync(after, connection, 3, i);
            var (manyAfter, still) = await RunAsync(after, connection, 25, i);
            Assert.True(few == fewAfter && many == manyAfter, $"{many}\n-- after --\n{manyAfter}\n{texts[i]}");
            Assert.True(once == still && commands >= 25, $"{commands} commands for 25 elements before; {once} for 3 and {still} for 25 after\n{texts[i]}");
        }
    }

    private static async Task<(string Transcript, int Commands)> RunAsync(Assembly program, SqliteConnection connection, int size, int number)
    {
        var counter = new CommandCounter();
        Action ready = counter.Reset;
        var transcript = await (Task<string>)program.GetType("Asked")!.GetMethod("RunAsync")!.Invoke(null, [connection, (IInterceptor)counter, ready, size, "Service" + number])!;
        Assert.NotEmpty(transcript);
        return (transcript, counter.Count);
    }

    private static string File(string body, int number) =>
        $$"""
        using Microsoft.AspNetCore.Identity;

        public class Service{{number}}(UserManager<IdentityUser> users)
        {
            public async Task RunAsync(List<string> ids, List<string> roles, IdentityUser one, List<IdentityUser> many)
            {
                {{body.Replace("\n", "\n        ", StringComparison.Ordinal)}}
            }

            private static void Use(params object?[] values) => Asked.Record(values);
        }

        """;
}
