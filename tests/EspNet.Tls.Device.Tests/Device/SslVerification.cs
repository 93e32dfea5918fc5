namespace System.Net.Security;

/// <summary>What the device verifies. Only the third of them verifies anything.</summary>
public enum SslVerification
{
    NoVerification = 1,
    VerifyPeer = 2,
    CertificateRequired = 4,
    VerifyClientOnce = 8,
}
