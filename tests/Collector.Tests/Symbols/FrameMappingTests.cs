using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Collector.Tests.Symbols;

/// <summary>Every method of an assembly that has a line maps to the id Roslyn gives the member that encloses this line.</summary>
public sealed class FrameMappingTests
{
    private const string Library =
        """
        using System;
        using System.Collections;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;

        namespace Shop;

        public class Orders<TKey>(int size) where TKey : notnull
        {
            private readonly int _size = size;

            static Orders()
            {
                Console.WriteLine("once");
            }

            public int Count
            {
                get
                {
                    return _size + Enumerable.Range(0, 2).Sum(i => i);
                }
                set
                {
                    Console.WriteLine(value);
                }
            }

            public int Half => _size / 2;

            public int this[TKey key, int[,] grid]
            {
                get
                {
                    return grid.Length;
                }
            }

            public async Task<int> LoadAsync(int id)
            {
                await Task.Yield();
                return id;
            }

            public async Task<int> LoadAsync(List<TKey> ids)
            {
                var total = 0;
                foreach (var id in ids)
                {
                    await Task.Yield();
                    total += await Task.Run(async () =>
                    {
                        await Task.Yield();
                        return id.GetHashCode();
                    });
                }

                return total;
            }

            public int Total(IEnumerable<int> rows) => rows.Select(r => r * 2).Where(r => r > _size).Sum();

            public int Total(string rows)
            {
                int Weigh(int x)
                {
                    return x + rows.Sum(c => c + x);
                }

                return Weigh(rows.Length);
            }

            public double Total<T>(T first, ref Dictionary<TKey, List<T[]>> map, out int? none, in DateTime when)
            {
                none = map.Keys.Sum(k => k.GetHashCode());
                static async Task<int> Spin(int n)
                {
                    await Task.Yield();
                    return n;
                }

                return Spin(when.Day).Result;
            }

            public IEnumerable<int> Walk(int depth)
            {
                for (var i = 0; i < depth; i++)
                    yield return i + Enumerable.Range(0, i).Count(n => n > depth);
            }

            public async IAsyncEnumerable<int> Stream((int A, string B) pair)
            {
                await Task.Yield();
                yield return pair.A;
            }

            public unsafe int Peek(int* at, nint raw, dynamic any) => *at + (int)raw;

            public static Orders<TKey> operator +(Orders<TKey> a, Orders<TKey> b)
            {
                return a;
            }

            public static implicit operator int(Orders<TKey> orders)
            {
                return orders._size;
            }

            public static explicit operator string(Orders<TKey> orders)
            {
                return "";
            }

            public class Page<TRow>
            {
                public Page(TRow row)
                {
                    Console.WriteLine(row);
                }

                public TRow? First(Orders<TKey>.Page<int> other, Orders<string>.Page<TRow>.Cursor cursor)
                {
                    Func<TRow?> get = () => default;
                    return get();
                }

                public struct Cursor
                {
                    public async ValueTask<bool> MoveAsync(TKey key, TRow row)
                    {
                        await Task.Delay(1);
                        return key.Equals(row);
                    }
                }
            }
        }

        public interface ILookup<T>
        {
            T Find(int id);

            T FindTwice(int id)
            {
                Find(id);
                return Find(id);
            }
        }

        public sealed class Lookup : ILookup<List<int>>, IEnumerable<int>
        {
            List<int> ILookup<List<int>>.Find(int id)
            {
                return new[] { id }.Where(i => i == id).ToList();
            }

            public IEnumerator<int> GetEnumerator()
            {
                yield return 1;
            }

            IEnumerator IEnumerable.GetEnumerator()
            {
                return GetEnumerator();
            }

            ~Lookup()
            {
                Console.WriteLine("gone");
            }

            public event Action Changed
            {
                add
                {
                    value();
                }
                remove
                {
                    value();
                }
            }
        }

        public record Money(decimal Amount)
        {
            public decimal Twice()
            {
                return Amount * 2;
            }
        }
        """;

    private const string TopLevel =
        """
        using System;
        using System.Linq;
        using System.Threading.Tasks;

        var limit = args.Length;
        Func<int, Task<int>> later = async n =>
        {
            await Task.Yield();
            return n + limit;
        };
        Console.WriteLine(Enumerable.Range(0, 3).Select(i => i + limit).Sum());
        await later(1);
        Console.WriteLine(Local(2));

        int Local(int x)
        {
            return Enumerable.Range(0, x).Count(n => n < x);
        }
        """;

    [Theory]
    [InlineData(OptimizationLevel.Debug, false)]
    [InlineData(OptimizationLevel.Release, false)]
    [InlineData(OptimizationLevel.Release, true)]
    public void Methods_of_a_library_map_to_the_members_that_were_written(OptimizationLevel optimization, bool embedded)
    {
        using var source = new CompiledSource(Library, OutputKind.DynamicallyLinkedLibrary, optimization, embedded);
        var compared = AssertAllAgree(source);
        Assert.True(compared > 45, $"only {compared} methods were compared");
    }

    [Theory]
    [InlineData(OptimizationLevel.Debug)]
    [InlineData(OptimizationLevel.Release)]
    public void Top_level_statements_map_to_the_entry_point(OptimizationLevel optimization)
    {
        using var source = new CompiledSource(TopLevel, OutputKind.ConsoleApplication, optimization, embedded: false);
        Assert.True(AssertAllAgree(source) >= 5);
        Assert.Equal("M:Program.{Main}$(System.String[])", source.EnclosingId(5, 1));
    }

    [Fact]
    public void Files_are_named_relative_to_the_root()
    {
        using var source = new CompiledSource(Library, OutputKind.DynamicallyLinkedLibrary, OptimizationLevel.Debug, embedded: false);
        var symbols = source.Symbols!;
        var frame = Enumerable.Range(1, 200).Select(row => symbols.Frame(0x06000000 | row, 0)).First(f => f?.Line > 0);
        Assert.Equal("src/Source.cs", frame!.File);
    }

    [Fact]
    public void An_assembly_without_debug_information_is_not_user_code()
    {
        using var source = new CompiledSource(Library, OutputKind.DynamicallyLinkedLibrary, OptimizationLevel.Debug, embedded: false);
        File.Delete(Path.ChangeExtension(source.AssemblyPath, ".pdb"));
        Assert.Null(source.Symbols);
        File.WriteAllText(Path.ChangeExtension(source.AssemblyPath, ".pdb"), "not debug information");
        Assert.Null(source.Symbols);
    }

    private static int AssertAllAgree(CompiledSource source)
    {
        var symbols = source.Symbols;
        Assert.NotNull(symbols);
        using var image = new PEReader(File.OpenRead(source.AssemblyPath));
        Assert.True(image.TryOpenAssociatedPortablePdb(source.AssemblyPath, File.OpenRead, out var provider, out _));
        using var opened = provider!;
        var debug = opened.GetMetadataReader();

        var wrong = new List<string>();
        var compared = 0;
        foreach (var handle in debug.MethodDebugInformation)
        {
            var token = MetadataTokens.GetToken(handle.ToDefinitionHandle());
            foreach (var point in debug.GetMethodDebugInformation(handle).GetSequencePoints().Where(p => !p.IsHidden))
            {
                // A primary constructor and what a record synthesizes have the type's own span, which no member encloses.
                var expected = source.EnclosingId(point.StartLine, point.StartColumn);
                if (!expected.StartsWith("M:", StringComparison.Ordinal))
                    continue;

                var frame = symbols.Frame(token, point.Offset);
                if (frame?.Member != expected || frame.Line != point.StartLine)
                    wrong.Add($"line {point.StartLine}: expected {expected}, got {frame?.Member}:{frame?.Line}");
                compared++;
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        return compared;
    }
}
