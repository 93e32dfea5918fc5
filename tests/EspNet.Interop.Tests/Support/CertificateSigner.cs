namespace EspNet.Interop.Tests.Support;

/// <summary>Who signs a certificate.</summary>
internal enum CertificateSigner
{
    /// <summary>The intermediate: the chain has two links.</summary>
    Intermediate,

    /// <summary>The root: the chain has one link.</summary>
    Root,

    /// <summary>Its own key.</summary>
    Itself,
}
