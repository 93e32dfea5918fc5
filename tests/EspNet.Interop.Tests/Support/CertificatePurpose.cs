namespace EspNet.Interop.Tests.Support;

/// <summary>What the extended key usage of a certificate allows.</summary>
internal enum CertificatePurpose
{
    /// <summary>To be a TLS server (id-kp-serverAuth).</summary>
    Server,

    /// <summary>To be a TLS client (id-kp-clientAuth).</summary>
    Client,
}
