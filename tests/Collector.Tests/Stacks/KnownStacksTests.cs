using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PerfAnalyzers.Collector.Stacks;
using PerfAnalyzers.Collector.Symbols;

namespace PerfAnalyzers.Collector.Tests.Stacks;

/// <summary>What is recognised is compared with a plain walk of the same stack, each time.</summary>
public sealed class KnownStacksTests
{
    private const int Stacks = 20_000;

    private static readonly bool s_recognises = OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64;

    private readonly StackWalker _recognising = NewWalker();
    private readonly StackWalker _walking = NewWalker();
    // More than all of the time: a machine that does other things has little for each of several threads.
    private readonly KnownStacks _stacks = new(learningShare: 1_000);

    [Fact]
    public void A_stack_that_was_walked_is_known_again()
    {
        // What is walked is a new object. When the JIT compiles a caller anew it has other addresses, and is walked once more.
        var chains = Enumerable.Range(0, 200).Select(_ => FromOneLine()).ToList();
        Assert.All(chains, c => Assert.Equal(chains[0], c));
        Assert.True(!s_recognises || chains.Zip(chains.Skip(1)).Count(pair => ReferenceEquals(pair.First, pair.Second)) > 100, "the same stack was walked again");
        Assert.NotSame(_walking.Walk(), _walking.Walk());
    }

    [Fact]
    public void Another_line_is_another_stack()
    {
        var (one, other) = (new List<CallChain?>(), new List<CallChain?>());
        for (var i = 0; i < 20; i++)
        {
            one.Add(_recognising.Walk(isRepeated: true));
            other.Add(_recognising.Walk(isRepeated: true));
        }

        Assert.Single(one.Distinct());
        Assert.Single(other.Distinct());
        Assert.Equal(one[0]!.Frames[0].Line + 1, other[0]!.Frames[0].Line);
    }

    [Fact]
    public async Task No_stack_is_taken_for_another_however_the_program_got_there()
    {
        var seeds = Enumerable.Range(0, 4).Select(seed => Task.Run(() => WanderAsync(new(seed))));
        var counts = await Task.WhenAll(seeds);
        Assert.True(!s_recognises || counts.Sum(c => c.Known) > counts.Sum(c => c.All) / 20, $"of {counts.Sum(c => c.All)} stacks {counts.Sum(c => c.Known)} were known");
    }

    [Fact]
    public void Stacks_that_begin_alike_are_told_apart_wherever_they_part()
    {
        var random = new Random(1);
        StackNode? root = null;
        var found = 0;
        for (var i = 0; i < Stacks; i++)
        {
            var (words, codes, name) = Stack(random);
            if (root?.Find(words) is { } known)
            {
                Assert.Equal(name, known.Chain!.Frames[0].Member);
                found++;
            }
            else
            {
                root = StackNode.With(root, codes, Named(name));
                Assert.Equal(name, root.Find(words)?.Chain?.Frames[0].Member);
            }
        }

        Assert.True(found > Stacks / 10, $"{found} were found");
    }

    // A return address says whose frame comes next, and with it how many places there are before the next return address, with anything in them.
    private static (nuint[] Words, List<CodePlace> Codes, string Name) Stack(Random random)
    {
        const int main = 9;
        var words = new List<nuint>();
        var codes = new List<CodePlace>();
        var name = "M:";
        for (var depth = random.Next(1, 5); depth > 0; depth--)
        {
            var method = random.Next(4);
            name += method;
            Push(Code(method));
            for (var i = 0; i < method; i++)
                Push(random.Next(3) == 0 ? Code(random.Next(4)) : (nuint)random.Next(3));
        }

        Push(Code(main));
        return ([.. words], codes, name);

        void Push(nuint word)
        {
            if (word >= 1000)
                codes.Add(new(words.Count, word));
            words.Add(word);
        }

        static nuint Code(int method) => (nuint)(1000 + method);
    }

    private static CallChain Named(string name) => new([new(name, null, 1)], truncated: false);

    private static StackWalker NewWalker() =>
        new(new(new(SourcePaths.FindRoot(AppContext.BaseDirectory) ?? AppContext.BaseDirectory), PackageAssemblies.Read(AppContext.GetData("APP_CONTEXT_DEPS_FILES") as string)));

    private CallChain? FromOneLine() => _recognising.Walk(isRepeated: true);

    private async Task<(int All, int Known)> WanderAsync(Random random)
    {
        var counts = (All: 0, Known: 0);
        for (var i = 0; i < 3000; i++)
        {
            if (random.Next(50) == 0)
                await Task.Yield();

            Step(random.Next(1, 4), i < 2500 ? 4 : 6);
        }

        return counts;

        void Step(int depth, int ways = 4)
        {
            switch (depth == 0 ? 0 : random.Next(1, ways + 1))
            {
                case 0 when random.Next(2) == 0:
                    Look(ref counts);
                    break;
                case 0:
                    Look(ref counts);
                    break;
                case 1:
                    Step(depth - 1);
                    break;
                case 2:
                    Step(depth - 1);
                    break;
                case 3:
                    Wide(random.Next(1, 4) * 64, depth - 1);
                    break;
                case 4:
                    Assert.True(Enumerable.Range(0, 1).All(_ => Steps(depth - 1)));
                    break;
                case 5:
                    InFilter(depth - 1);
                    break;
                default:
                    Pass<string>(depth - 1);
                    Pass<int>(depth - 1);
                    break;
            }
        }

        // Its frame has the size of others that may be in its place.
        [MethodImpl(MethodImplOptions.NoInlining)]
        void Wide(int size, int depth)
        {
            Span<byte> bytes = stackalloc byte[size];
            bytes.Fill(1);
            Step(depth);
            Assert.Equal(1, bytes[size - 1]);
        }

        void InFilter(int depth)
        {
            try
            {
                throw new InvalidOperationException();
            }
            catch (InvalidOperationException) when (Steps(depth))
            {
                Step(depth);
            }
            finally
            {
                Step(depth);
            }
        }

        bool Steps(int depth)
        {
            Step(depth);
            return true;
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        void Pass<T>(int depth)
        {
            Step(depth);
            GC.KeepAlive(default(T));
        }
    }

    // All frames, with the instruction of each.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Look(ref (int All, int Known) counts)
    {
        var seen = _stacks.Look(learns: true);
        var trace = new StackTrace(fNeedFileInfo: false);
        var frames = string.Join(' ', trace.GetFrames().Select(f => $"{f.GetMethod()?.MethodHandle.Value}+{f.GetNativeOffset()}"));
        counts.All++;
        if (seen.Known is { } known)
        {
            counts.Known++;
            Assert.Equal(frames, known.Chain!.Frames[0].Member);
        }
        else
        {
            _stacks.Learn(seen, Named(frames), trace);
        }
    }
}
