using Microsoft.EntityFrameworkCore;

namespace Shop;

/// <summary>A category with everything below it, as an indented list.</summary>
public sealed class CategoryTree(ShopContext db)
{
    public async Task<IReadOnlyList<string>> BelowAsync(int? parentId, int depth = 0)
    {
        var lines = new List<string>();

        foreach (var category in await db.Categories.Where(candidate => candidate.ParentId == parentId).OrderBy(candidate => candidate.Id).ToListAsync())
        {
            lines.Add(new string(' ', 2 * depth) + category.Name);
            lines.AddRange(await BelowAsync(category.Id, depth + 1));
        }

        return lines;
    }
}
