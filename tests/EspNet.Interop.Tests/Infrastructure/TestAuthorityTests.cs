using System.Security.Cryptography.X509Certificates;

namespace EspNet.Interop.Tests.Infrastructure;

/// <summary>The certificates of a test, judged by openssl.</summary>
[TestClass]
public sealed class TestAuthorityTests : IDisposable
{
    private readonly TestAuthority _authority = new();

    [TestMethod]
    public void A_server_certificate_holds_for_its_names_and_addresses_and_for_no_other()
    {
        TestCertificate certificate = _authority.Server("broker.test", "10.1.2.3");

        Assert.AreEqual(0, Verify(certificate, "-verify_hostname", "broker.test").ExitCode);
        Assert.AreEqual(0, Verify(certificate, "-verify_ip", "10.1.2.3").ExitCode);
        AssertRefused(Verify(certificate, "-verify_hostname", "other.test"), "hostname mismatch");
        AssertRefused(Verify(certificate, "-verify_ip", "10.1.2.4"), "IP address mismatch");
    }

    [TestMethod]
    public void A_wildcard_stands_for_one_label()
    {
        TestCertificate certificate = _authority.Server("*.devices.test");

        Assert.AreEqual(0, Verify(certificate, "-verify_hostname", "one.devices.test").ExitCode);
        AssertRefused(Verify(certificate, "-verify_hostname", "one.two.devices.test"), "hostname mismatch");
    }

    [TestMethod]
    public void An_RSA_chain_is_as_good()
    {
        using var authority = new TestAuthority(key: TestKey.Rsa);
        TestCertificate certificate = authority.Issue(new CertificateWish { Names = ["broker.test"], Key = TestKey.Rsa });

        Assert.AreEqual(0, Verify(authority, certificate, certificate.ChainFile, "-verify_hostname", "broker.test").ExitCode);
        Assert.AreEqual(2048, certificate.Certificate.GetRSAPublicKey()!.KeySize);
    }

    [TestMethod]
    public void Bad_certificates_are_bad_for_their_reason()
    {
        using var other = new TestAuthority();
        TestCertificate good = _authority.Server("broker.test");

        AssertRefused(Verify(_authority.Expired("broker.test")), "certificate has expired");
        AssertRefused(Verify(_authority.NotYetValid("broker.test")), "certificate is not yet valid");
        AssertRefused(Verify(_authority.SelfSigned("broker.test")), "self-signed certificate");
        AssertRefused(Verify(_authority, good, good.CertificateFile), "unable to get local issuer certificate");
        AssertRefused(Verify(other, good, good.ChainFile), "unable to get local issuer certificate");
        AssertRefused(Verify(_authority.Client("device-1")), "unsuitable certificate purpose");
    }

    [TestMethod]
    public void A_certificate_of_the_root_itself_needs_no_intermediate()
    {
        TestCertificate certificate = _authority.Issue(new CertificateWish { Names = ["broker.test"], Signer = CertificateSigner.Root });

        Assert.AreEqual(certificate.CertificatePem, certificate.ChainPem);
        Assert.AreEqual(0, Verify(certificate).ExitCode);
    }

    [TestMethod]
    public void PEM_DER_and_the_key_belong_together()
    {
        TestCertificate certificate = _authority.Server("broker.test");

        using X509Certificate2 read = X509Certificate2.CreateFromPem(certificate.ChainPem, certificate.KeyPem);

        CollectionAssert.AreEqual(certificate.Der, read.RawData);
        Assert.IsTrue(read.HasPrivateKey);
        CollectionAssert.AreEqual(_authority.RootDer, X509Certificate2.CreateFromPem(_authority.RootPem).RawData);
    }

    [TestMethod]
    public void Its_files_go_with_it()
    {
        string file = _authority.Server("broker.test").ChainFile;
        Assert.IsTrue(File.Exists(file));

        _authority.Dispose();

        Assert.IsFalse(File.Exists(file));
    }

    public void Dispose() => _authority.Dispose();

    private static Tool Verify(TestAuthority trusted, TestCertificate certificate, string sent, params string[] arguments) => Tool.Run(
        "openssl",
        "openssl",
        ["verify", "-CAfile", trusted.RootFile, "-untrusted", sent, "-purpose", "sslserver", .. arguments, certificate.CertificateFile]);

    private static void AssertRefused(Tool verify, string reason)
    {
        Assert.AreNotEqual(0, verify.ExitCode);
        StringAssert.Contains(verify.Output, reason, StringComparison.Ordinal);
    }

    private Tool Verify(TestCertificate certificate, params string[] arguments) =>
        Verify(_authority, certificate, certificate.ChainFile, arguments);
}
