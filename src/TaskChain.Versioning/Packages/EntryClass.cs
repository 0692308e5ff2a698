using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using TaskChain.Versioning.Documents;
using TaskChain.Versioning.Surfaces;

namespace TaskChain.Versioning.Packages;

/// <summary>Checks, without loading it, that an assembly has the entry class that its manifest names.</summary>
internal static class EntryClass
{
    public static void Check(DocumentReader report, string file, ReadOnlyMemory<byte> assembly, string entry)
    {
        try
        {
            using var image = new PEReader(ImmutableArray.Create(assembly.Span));
            if (!image.HasMetadata)
            {
                report.Error(file, $"'{file}' is no .NET assembly.");
                return;
            }

            Check(report, file, image.GetMetadataReader(), entry);
        }
        catch (Exception e) when (e is BadImageFormatException || BrokenMetadata.IsSignOf(e))
        {
            report.Error(file, $"'{file}' is no .NET assembly.");
        }
    }

    private static void Check(DocumentReader report, string file, MetadataReader metadata, string entry)
    {
        var handle = metadata.TypeDefinitions.FirstOrDefault(item => FullName(metadata, metadata.GetTypeDefinition(item)) == entry);
        if (handle.IsNil || !IsUsableClass(metadata.GetTypeDefinition(handle)))
        {
            report.Error(file, $"'{file}' has no public, not abstract, not generic class '{entry}', which its manifest names as the entry.");
        }
        else if (!metadata.GetTypeDefinition(handle).GetMethods().Select(metadata.GetMethodDefinition).Any(method => IsUsableConstructor(metadata, method)))
        {
            report.Error(file, $"The entry class '{entry}' needs a public constructor without parameters or with one parameter of type 'TaskChain.ModuleContext'.");
        }
    }

    private static bool IsUsableClass(TypeDefinition type) =>
        (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public
        && (type.Attributes & (TypeAttributes.Interface | TypeAttributes.Abstract)) == 0 && type.GetGenericParameters().Count == 0;

    private static bool IsUsableConstructor(MetadataReader metadata, MethodDefinition method)
    {
        if (!metadata.StringComparer.Equals(method.Name, ".ctor") || (method.Attributes & MethodAttributes.MemberAccessMask) != MethodAttributes.Public) return false;

        // Signature (ECMA-335 II.23.2.1): header, number of parameters, return type void, then the parameter's class reference.
        var signature = metadata.GetBlobReader(method.Signature);
        signature.ReadSignatureHeader();
        var parameters = signature.ReadCompressedInteger();
        if (parameters == 0) return true;
        if (parameters != 1 || signature.ReadSignatureTypeCode() != SignatureTypeCode.Void || signature.ReadSignatureTypeCode() != SignatureTypeCode.TypeHandle) return false;
        var handle = signature.ReadTypeHandle();
        if (handle.Kind != HandleKind.TypeReference) return false;
        var parameter = metadata.GetTypeReference((TypeReferenceHandle)handle);
        return metadata.StringComparer.Equals(parameter.Namespace, "TaskChain") && metadata.StringComparer.Equals(parameter.Name, "ModuleContext");
    }

    private static string FullName(MetadataReader metadata, TypeDefinition type) => type.Namespace.IsNil
        ? metadata.GetString(type.Name)
        : $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
}
