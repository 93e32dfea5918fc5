namespace EspNet.Http;

/// <summary>The fields that EspNet.Http makes by itself, from the body and the properties of the request.</summary>
internal static class FramingFields
{
    internal static bool Contains(string name) => name.ToLower() switch
    {
        "content-length" or "transfer-encoding" or "connection" or "keep-alive" or "expect" or "trailer" or "te" or "upgrade" => true,
        _ => false,
    };
}
