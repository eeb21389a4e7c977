namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>From addresses to methods, by what the runtime says about the code it made and, at the end of a trace, about all it has.</summary>
internal sealed class CodeMap
{
    private const int MaxMethods = 4_000_000;
    private const long MaxOffsets = 60_000_000;

    private readonly Dictionary<(long Process, ulong Start), MethodCode> _methods = [];
    private readonly Dictionary<(long Process, ulong Module), ModuleImage> _modules = [];
    private readonly Dictionary<(long Process, ulong Method), MethodCode> _latest = [];
    private readonly Dictionary<(long Process, ulong Method), int[]> _offsetsToCome = [];
    private readonly Dictionary<long, MethodCode[]> _sorted = [];
    private long _offsets;

    /// <summary>Whether the runtime listed all its methods, as it does when a session ends in good order.</summary>
    public bool IsComplete { get; set; }

    /// <summary>How many methods there are.</summary>
    public int Count => _methods.Count;

    /// <summary>The assemblies.</summary>
    public IEnumerable<ModuleImage> Modules => _modules.Values;

    /// <summary>All code.</summary>
    public IEnumerable<(long Process, MethodCode Code)> Methods => _methods.Select(m => (m.Key.Process, m.Value));

    /// <summary>The assembly that code is from, or null.</summary>
    public ModuleImage? ModuleOf(long process, MethodCode code) => _modules.GetValueOrDefault((process, code.Module));

    /// <summary>MethodLoadVerbose, or what the rundown says of a method.</summary>
    public void AddMethod(long process, ByteCursor cursor)
    {
        var method = cursor.UInt64();
        var module = cursor.UInt64();
        var start = cursor.UInt64();
        var size = cursor.UInt32();
        var token = cursor.Int32();
        var flags = cursor.UInt32();
        var (type, name, signature) = (cursor.Utf16(), cursor.Utf16(), cursor.Utf16());
        if (cursor.Failed || size == 0 || _methods.Count >= MaxMethods)
            return;

        // The rundown repeats what was said when the method was compiled.
        if (!_methods.TryGetValue((process, start), out var code) || code.Token != token || code.Size != size || code.Module != module)
        {
            code = new()
            {
                Start = start,
                Size = size,
                Token = token,
                Module = module,
                IsDynamic = (flags & 1) != 0,
                Type = type,
                Name = name,
                Signature = signature,
            };
            _methods[(process, start)] = code;
            _sorted.Clear();
        }

        _latest[(process, method)] = code;
        code.AwaitsOffsets = !_offsetsToCome.Remove((process, method), out var offsets);
        code.Offsets = offsets ?? code.Offsets;
    }

    /// <summary>MethodILToNativeMap: which line of the method's code each piece of machine code is.</summary>
    public void AddOffsets(long process, ByteCursor cursor)
    {
        var method = cursor.UInt64();
        _ = cursor.UInt64();
        _ = cursor.Byte();
        var count = cursor.UInt16();
        var own = cursor.Take(count * 4);
        var native = cursor.Take(count * 4);
        if (cursor.Failed || count == 0 || _offsets > MaxOffsets)
            return;

        var ownCursor = new ByteCursor(own);
        var nativeCursor = new ByteCursor(native);
        var offsets = new int[count * 2];
        for (var i = 0; i < count; i++)
            (offsets[2 * i], offsets[(2 * i) + 1]) = (nativeCursor.Int32(), ownCursor.Int32());

        _offsets += offsets.Length;
        if (!_latest.TryGetValue((process, method), out var code) || !code.AwaitsOffsets)
        {
            _offsetsToCome[(process, method)] = offsets;
            return;
        }

        code.Offsets = offsets;
        code.AwaitsOffsets = false;
    }

    /// <summary>ModuleLoad, or what the rundown says of a module.</summary>
    public void AddModule(long process, ByteCursor cursor)
    {
        var id = cursor.UInt64();
        cursor.Skip(16);
        var path = cursor.Utf16();
        cursor.SkipUtf16();
        cursor.Skip(2);
        var debugId = cursor.Left >= 16 ? cursor.Guid() : Guid.Empty;
        if (path.Length is > 0 and < 4096 && _modules.Count < MaxMethods)
            _modules[(process, id)] = new(path, debugId);
    }

    /// <summary>A function of a library that is not managed.</summary>
    public void AddSymbol(long process, ulong start, ulong end, string name)
    {
        if (end > start && end - start < int.MaxValue && _methods.Count < MaxMethods)
            _methods[(process, start)] = new() { Start = start, Size = (uint)(end - start), Name = name };
    }

    /// <summary>The method that an address is in, or null.</summary>
    public MethodCode? Find(long process, ulong address)
    {
        if (!_sorted.TryGetValue(process, out var methods))
            _sorted.Add(process, methods = [.. _methods.Where(m => m.Key.Process == process).Select(m => m.Value).OrderBy(m => m.Start)]);

        var (low, high) = (0, methods.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (methods[middle].Start > address)
                high = middle - 1;
            else if (address - methods[middle].Start >= methods[middle].Size)
                low = middle + 1;
            else
                return methods[middle];
        }

        return null;
    }
}
