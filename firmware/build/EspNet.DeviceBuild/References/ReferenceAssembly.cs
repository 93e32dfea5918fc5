using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using EspNet.DeviceBuild.Facts;

namespace EspNet.DeviceBuild.References;

/// <summary>
/// Writes the recorded API of one assembly as an assembly that a compiler can reference. Every body is "throw null".
/// </summary>
/// <remarks>
/// The real assemblies are signed, but only the token of their key is recorded. An assembly states its key, not the
/// token, and a compiler does not take an unsigned assembly for a signed reference to it. So the generated assemblies
/// are unsigned and refer to each other without a token. What is compiled against them is checked and not shipped.
/// </remarks>
public static class ReferenceAssembly
{
    private static readonly byte[] ThrowNullBody = [(byte)ILOpCode.Ldnull, (byte)ILOpCode.Throw];

    public static byte[] Write(ApiSet api, ApiAssembly assembly)
    {
        var metadata = new MetadataBuilder();
        IReadOnlyList<ApiType> order = [.. assembly.Types.Concat(CompilerAttributes(api, assembly)).OrderBy(Depth)];
        var table = new TypeTable(metadata, api, assembly, order);

        ReservedBlob<GuidHandle> mvid = metadata.ReserveGuid();
        metadata.AddModule(0, metadata.GetOrAddString(assembly.Name + ".dll"), mvid.Handle, default, default);
        metadata.AddAssembly(
            metadata.GetOrAddString(assembly.Name),
            Version.Parse(assembly.Identity.Version),
            culture: default,
            publicKey: default,
            flags: default,
            hashAlgorithm: AssemblyHashAlgorithm.Sha1);

        var il = new BlobBuilder();
        int body = ThrowNull(il);
        new TypeWriter(metadata, table, body).WriteAll(order);

        var pe = new ManagedPEBuilder(
            new PEHeaderBuilder(imageCharacteristics: Characteristics.ExecutableImage | Characteristics.Dll),
            new MetadataRootBuilder(metadata),
            il,
            deterministicIdProvider: ContentId);
        var image = new BlobBuilder();
        BlobContentId id = pe.Serialize(image);
        new BlobWriter(mvid.Content).WriteGuid(id.Guid);
        return image.ToArray();
    }

    /// <summary>
    /// Attributes that mark structs for the compiler (IsByRefLike, IsReadOnly) are internal to the assemblies that
    /// use them, so they are not recorded; they are added as a compiler would.
    /// </summary>
    private static IEnumerable<ApiType> CompilerAttributes(ApiSet api, ApiAssembly assembly)
    {
        const int InternalSealedClass = 0x100100;
        const int PublicConstructor = 0x1886;
        return assembly.Types
            .SelectMany(type => type.Attributes)
            .Select(attribute => attribute.Type)
            .Where(name => !api.TryFind(name, out _))
            .Distinct()
            .Select(name => new ApiType
            {
                Name = name,
                Flags = InternalSealedClass,
                Base = "System.Attribute",
                Methods = [new ApiMethod(".ctor", PublicConstructor, "System.Void")],
            });
    }

    /// <summary>A nested type's row has to come after that of the type around it.</summary>
    private static int Depth(ApiType type) => type.Name.Count(c => c == '/');

    private static int ThrowNull(BlobBuilder il)
    {
        var code = new MethodBodyStreamEncoder(il).AddMethodBody(ThrowNullBody.Length, maxStack: 1);
        new BlobWriter(code.Instructions).WriteBytes(ThrowNullBody);
        return code.Offset;
    }

    /// <summary>The same facts give the same bytes, so an unchanged file is not written again.</summary>
    private static BlobContentId ContentId(IEnumerable<Blob> content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Blob blob in content)
        {
            hash.AppendData(blob.GetBytes());
        }

        return BlobContentId.FromHash(hash.GetHashAndReset());
    }
}
