using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TaskChain.Versioning.Surfaces;

/// <summary>What a module's assembly offers to scripts: its public and protected types and members.</summary>
/// <param name="Assembly">Simple name of the assembly.</param>
/// <param name="Members">In ordinal order of their documentation ids.</param>
public sealed record ApiSurface(string Assembly, IReadOnlyList<ApiMember> Members)
{
    // Signatures keep their angle brackets: the JSON is never put into a page unescaped.
    private static readonly SurfaceJsonContext Json =
        new(new JsonSerializerOptions(SurfaceJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Reads an assembly's metadata; none of its code is loaded.</summary>
    /// <param name="assembly">The whole assembly; is read from where it stands and left open.</param>
    /// <exception cref="BadImageFormatException">It is no .NET assembly.</exception>
    public static ApiSurface Read(Stream assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        using var image = new PEReader(assembly, PEStreamOptions.LeaveOpen | PEStreamOptions.PrefetchMetadata);
        return Read(image);
    }

    /// <summary>Reads an assembly's metadata; none of its code is loaded.</summary>
    /// <exception cref="BadImageFormatException">It is no .NET assembly.</exception>
    public static ApiSurface Read(ReadOnlyMemory<byte> assembly)
    {
        using var image = new PEReader(ImmutableArray.Create(assembly.Span));
        return Read(image);
    }

    /// <summary>Reads the form that <see cref="ToJson"/> writes.</summary>
    /// <exception cref="JsonException">It is of another form.</exception>
    public static ApiSurface FromJson(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, Json.ApiSurface) ?? throw new JsonException("An API surface cannot be null.");

    /// <summary>The surface as JSON: <c>{"assembly":…,"members":[{"id":…,"kind":…,"signature":…}]}</c>.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json.ApiSurface);

    private static ApiSurface Read(PEReader image)
    {
        try
        {
            if (!image.HasMetadata) throw new BadImageFormatException("The file holds no .NET metadata.");
            return new SurfaceReader(PEReaderExtensions.GetMetadataReader(image)).Read();
        }
        catch (Exception e) when (BrokenMetadata.IsSignOf(e))
        {
            throw new BadImageFormatException("The file's metadata is damaged.", e);
        }
    }
}

/// <summary>One type or member of an API.</summary>
/// <param name="Id">Documentation id (C# standard, annex D), for example <c>M:Sdc.Cnapi.WaitTask(System.String)</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Signature">As C# would declare it, for people.</param>
public sealed record ApiMember(string Id, ApiMemberKind Kind, string Signature);

/// <summary>Kinds of API members.</summary>
public enum ApiMemberKind
{
    /// <summary>A class, struct, interface, enum or delegate.</summary>
    Type,

    /// <summary>A constructor.</summary>
    Constructor,

    /// <summary>A method.</summary>
    Method,

    /// <summary>An operator or conversion.</summary>
    Operator,

    /// <summary>A property or indexer.</summary>
    Property,

    /// <summary>A field, constant or enum member.</summary>
    Field,

    /// <summary>An event.</summary>
    Event,
}
