using nanoFramework.TestFramework;

namespace EspNet.Tls.Tests;

[TestClass]
public class TlsCertificatesTests
{
    [TestMethod]
    public void A_text_with_several_certificates_counts_them_and_stays_as_it_is()
    {
        string text = "# the root\n" + Blocks.Certificate + "# the other\r\n" + Blocks.Key + Blocks.Certificate;

        TlsCertificates certificates = TlsCertificates.FromPem(text);

        Assert.AreEqual(2, certificates.Count);
        Assert.AreEqual(text, certificates.ToPem());
        Assert.IsNull(certificates.SingleDer);
    }

    [TestMethod]
    public void A_body_in_several_lines_of_any_kind_is_read()
    {
        Assert.AreEqual(1, TlsCertificates.FromPem(Blocks.Of("CERTIFICATE", "MAMC\r\nAQ\n A=")).Count);
        Assert.AreEqual(1, TlsCertificates.FromPem("-----BEGIN CERTIFICATE-----MAMCAQA=-----END CERTIFICATE-----").Count);
    }

    [TestMethod]
    public void A_single_binary_certificate_stays_binary()
    {
        byte[] der = Blocks.Der;

        TlsCertificates certificates = TlsCertificates.FromDer(der);

        Assert.AreEqual(1, certificates.Count);
        Assert.AreSame(der, certificates.SingleDer);
        Assert.AreEqual(Blocks.Certificate, certificates.ToPem());
    }

    [TestMethod]
    public void Several_binary_certificates_become_one_text()
    {
        TlsCertificates certificates = TlsCertificates.FromDer(Blocks.Der, Blocks.Der);

        Assert.AreEqual(2, certificates.Count);
        Assert.IsNull(certificates.SingleDer);
        Assert.AreEqual(Blocks.Certificate + Blocks.Certificate, certificates.ToPem());
    }

    [TestMethod]
    public void What_was_made_into_text_is_read_back_whatever_its_length()
    {
        int[] lengths = new int[] { 1, 127, 128, 255, 256, 1500 };
        for (int i = 0; i < lengths.Length; i++)
        {
            byte[] der = Blocks.Sequence(lengths[i]);

            Assert.AreEqual(1, TlsCertificates.FromPem(TlsCertificates.FromDer(der).ToPem()).Count, "Length " + lengths[i]);
        }
    }

    [TestMethod]
    public void What_is_not_a_certificate_is_refused_when_it_is_given()
    {
        Refused("empty", null!);
        Refused("empty", string.Empty);
        Refused("no \"-----BEGIN CERTIFICATE-----\"", "hello");
        Refused("no \"-----BEGIN CERTIFICATE-----\"", Blocks.Key);
        Refused("cut off", "-----BEGIN CERTIFICATE-----\nMAMCAQA=\n");
        Refused("cut off", "-----BEGIN CERTIFICATE-----\nMAMCAQA=\n-----END CERT");
        Refused("does not end", "-----BEGIN CERTIFICATE");
        Refused("not Base64", Blocks.Of("CERTIFICATE", "M*MCAQA="));
        Refused("not whole", Blocks.Of("CERTIFICATE", "MAMCAQ=="));
        Refused("not whole", Blocks.Of("CERTIFICATE", string.Empty));
        Refused("not whole", Blocks.Certificate + Blocks.Of("CERTIFICATE", "MQMCAQA="));
    }

    [TestMethod]
    public void Bytes_that_are_not_all_of_a_certificate_are_refused()
    {
        RefusedDer("no bytes", new byte[0]);
        RefusedDer("no bytes", null!);
        RefusedDer("not DER", new byte[] { 0x30 });
        RefusedDer("not DER", new byte[] { 0x31, 0 });
        RefusedDer("not DER", new byte[] { 0x30, 0x80, 0, 0 });
        RefusedDer("not DER", new byte[] { 0x30, 3, 2, 1 });
        RefusedDer("not DER", new byte[] { 0x30, 3, 2, 1, 0, 0 });
        RefusedDer("not DER", new byte[] { 0x30, 0x82, 1 });
        RefusedDer("not DER", new byte[] { 0x30, 0x84, 0, 0, 0, 0 });
        Expect.Failure(TlsError.BadCertificate, "none", () => TlsCertificates.FromDer());
        Expect.Failure(TlsError.BadCertificate, "certificate 2", () => TlsCertificates.FromDer(Blocks.Der, new byte[1]));
    }

    private static void Refused(string why, string pem) =>
        Expect.Failure(TlsError.BadCertificate, why, () => TlsCertificates.FromPem(pem));

    private static void RefusedDer(string why, byte[] der) =>
        Expect.Failure(TlsError.BadCertificate, why, () => TlsCertificates.FromDer(der));
}
