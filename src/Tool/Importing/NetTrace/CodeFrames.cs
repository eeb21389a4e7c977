using PerfAnalyzers.Collector.Symbols;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Naming;
using PerfAnalyzers.Tool.Sampling;

namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>
/// Methods of a trace as frames: exact where the assembly that ran is here with its debug information, and by name otherwise.
/// </summary>
internal sealed class CodeFrames(CodeMap code, AddressTree tree, ModuleSymbols symbols)
{
    private static readonly string s_recorder = typeof(AssemblySymbols).Assembly.GetName().Name!;

    private readonly Dictionary<MethodCode, Known> _known = [];
    private readonly Known?[] _byAddress = new Known?[tree.Addresses.Count];
    private readonly Dictionary<int, SourceFrame?> _lines = [];
    private readonly Dictionary<Frame, Frame> _frames = [];
    private readonly FrameNames _names = new();
    private readonly Lazy<KnownSignatures> _signatures = new(() => Signatures(code, symbols));

    /// <summary>The assemblies whose methods could only be told by name.</summary>
    public SortedSet<string> ByName { get; } = new(StringComparer.Ordinal);

    /// <summary>The function at an address; null where the trace has no name for it.</summary>
    public Frame? Of(int address)
    {
        if (_byAddress[address] is { } known)
            return known.Frame;

        var (process, at) = tree.Addresses[address];
        _byAddress[address] = known = code.Find(process, at) is { } method ? Of(process, method) : Known.Nothing;
        return known.Frame;
    }

    /// <summary>The line of the program at an address; null where there is none, or where only the member's name is known.</summary>
    public SourceFrame? LineOf(int address)
    {
        if (_lines.TryGetValue(address, out var line))
            return line;

        _ = Of(address);
        if (_byAddress[address] is { Symbols: { } source, Method: { } method } && source.HasLines(method.Token))
            line = source.Frame(method.Token, method.OffsetOf(tree.Addresses[address].Address));

        return _lines[address] = line;
    }

    private Known Of(long process, MethodCode method)
    {
        if (_known.TryGetValue(method, out var known))
            return known;

        var module = code.ModuleOf(process, method);
        var isRecorder = string.Equals(module?.Name, s_recorder, StringComparison.OrdinalIgnoreCase);
        var (source, isUser) = module is null || method.IsDynamic || isRecorder ? (null, module is null && !method.IsDynamic) : symbols.Of(module);
        var frame = source is null ? ByNameOnly(method, module, isUser) : Exact(method, module!, source);
        if (_frames.TryGetValue(frame, out var same))
            frame = same;
        else
            _frames.Add(frame, frame);

        return _known[method] = new(frame, method, source);
    }

    private static string FullName(MethodCode method) => method.Type.Length == 0 ? method.Name : method.Type + "." + method.Name;

    private static Frame Exact(MethodCode method, ModuleImage module, AssemblySymbols source)
    {
        var name = FullName(method);
        var display = DotNetName.OfMember(name, null, module.Name)?.Display ?? name;

        // A stub that starts an asynchronous Main has no line, because nobody wrote it.
        return source.Member(method.Token) is not { Line: > 0 } member
            ? new(display) { Module = module.Name }
            : new(display)
            {
                Module = module.Name,
                Member = new(member.Id, IsExact: true),
                File = member.File,
                Line = member.Line,
                Checksum = member.Checksum,
                IsUser = true,
            };
    }

    private Frame ByNameOnly(MethodCode method, ModuleImage? module, bool isUser)
    {
        var fullName = FullName(method);

        // What is no method of an assembly has one name, which is that of a perf map where it is of .NET.
        var frame = method.Type.Length == 0 ? _names.DotNet(method.Name)
            : DotNetName.OfMember(fullName, Parameters(method.Signature), module?.Name) is { } name ? FrameNames.Of(name, fullName)
            : new(fullName) { IsWait = WaitingCalls.Contains(fullName) };

        if (frame.Member is not null && isUser && module is not null)
            ByName.Add(module.Name);

        return frame with
        {
            Member = isUser && frame.Member is { } member ? _signatures.Value.Complete(member) : null,
            IsUser = isUser && frame.IsUser,
            IsArtifact = string.Equals(module?.Name, s_recorder, StringComparison.OrdinalIgnoreCase),
        };
    }

    // The method that starts an asynchronous one has been compiled, or the other would not run.
    private static KnownSignatures Signatures(CodeMap code, ModuleSymbols symbols) => new(
        from method in code.Methods
        let module = code.ModuleOf(method.Process, method.Code)
        where module is not null && !method.Code.IsDynamic && symbols.Of(module).IsUser
        let name = DotNetName.OfMember(FullName(method.Code), Parameters(method.Code.Signature), module.Name)
        where name is not null && FrameModules.IsUser(name.Module, name.Type)
        select name.Key);

    // instance void  (class System.String,int32)
    private static string? Parameters(string signature)
    {
        var open = signature.IndexOf('(');
        return open >= 0 && signature.EndsWith(')') ? signature[(open + 1)..^1] : null;
    }

    private sealed record Known(Frame? Frame, MethodCode? Method, AssemblySymbols? Symbols)
    {
        public static Known Nothing { get; } = new(null, null, null);
    }
}
