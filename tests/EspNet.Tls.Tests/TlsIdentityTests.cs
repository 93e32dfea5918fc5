using nanoFramework.TestFramework;

namespace EspNet.Tls.Tests;

[TestClass]
public class TlsIdentityTests
{
    [TestMethod]
    public void Every_format_of_a_key_is_taken()
    {
        TlsIdentity.FromPem(Blocks.Certificate, Blocks.Key);
        TlsIdentity.FromPem(Blocks.Certificate, Blocks.Of("RSA PRIVATE KEY", Blocks.Body));
        TlsIdentity.FromPem(Blocks.Certificate, Blocks.Of("EC PARAMETERS", "BgUrgQQAIg==") + Blocks.Of("EC PRIVATE KEY", Blocks.Body));
        TlsIdentity.FromPem(Blocks.Certificate, Blocks.Of("ENCRYPTED PRIVATE KEY", Blocks.Body), "secret");
        TlsIdentity.FromDer(Blocks.Der, Blocks.Der, "secret");
    }

    [TestMethod]
    public void One_text_with_both_is_taken_for_both()
    {
        string both = Blocks.Key + Blocks.Certificate;

        TlsIdentity identity = TlsIdentity.FromPem(both, both);

        Assert.AreEqual(both, identity.ChainPem);
        Assert.AreEqual(both, identity.KeyPem);
    }

    [TestMethod]
    public void An_encrypted_key_needs_its_password()
    {
        string key = Blocks.Of("ENCRYPTED PRIVATE KEY", Blocks.Body);

        Expect.Failure(TlsError.BadCertificate, "password", () => TlsIdentity.FromPem(Blocks.Certificate, key));
        Expect.Failure(TlsError.BadCertificate, "password", () => TlsIdentity.FromPem(Blocks.Certificate, key, string.Empty));
    }

    [TestMethod]
    public void The_old_way_to_encrypt_a_key_is_refused_with_the_way_out()
    {
        string key = Blocks.Of("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nMAMCAQA=");

        Expect.Failure(TlsError.BadCertificate, "pkcs8", () => TlsIdentity.FromPem(Blocks.Certificate, key, "secret"));
    }

    [TestMethod]
    public void What_is_swapped_or_missing_is_refused_when_it_is_given()
    {
        Expect.Failure(TlsError.BadCertificate, "The certificate:", () => TlsIdentity.FromPem(Blocks.Key, Blocks.Certificate));
        Expect.Failure(TlsError.BadCertificate, "The private key:", () => TlsIdentity.FromPem(Blocks.Certificate, Blocks.Certificate));
        Expect.Failure(TlsError.BadCertificate, "The private key:", () => TlsIdentity.FromPem(Blocks.Certificate, null!));
        Expect.Failure(TlsError.BadCertificate, "The certificate:", () => TlsIdentity.FromDer(null!, Blocks.Der));
        Expect.Failure(TlsError.BadCertificate, "The private key:", () => TlsIdentity.FromDer(Blocks.Der, new byte[3]));
    }
}
