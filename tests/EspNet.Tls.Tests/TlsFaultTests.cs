using nanoFramework.TestFramework;

namespace EspNet.Tls.Tests;

[TestClass]
public class TlsFaultTests
{
    /// <summary>The errors of mbedTLS 3.6 that a handshake over TCP, or a read or write after it, can end with.</summary>
    private static readonly int[] ConnectionErrors =
    {
        -0x7080, -0x7180, -0x7200, -0x7280, -0x7300, -0x7480, -0x7500, -0x7600, -0x7680, -0x7700, -0x7780, -0x7800,
        -0x7880, -0x7A00, -0x7F00, -0x6E80, -0x6E00, -0x6D00, -0x6A00, -0x6800, -0x6600, -0x5F00, -0x004C, -0x004E,
        -0x0050, -0x2700, -0x3000,
    };

    [TestMethod]
    public void Every_error_of_a_connection_is_in_the_table()
    {
        for (int i = 0; i < ConnectionErrors.Length; i++)
        {
            TlsFault fault = TlsFault.FromCode(ConnectionErrors[i]);

            Assert.AreEqual(ConnectionErrors[i], fault.Code);
            Assert.AreNotEqual("Unknown", fault.Name, "Code " + ConnectionErrors[i]);
            Assert.IsTrue(fault.Meaning.Length > 10 && fault.Advice.Length > 10, fault.Name);
        }
    }

    [TestMethod]
    public void The_errors_that_decide_what_to_do_have_their_reasons()
    {
        Is(TlsError.CertificateRejected, -9984);
        Is(TlsError.RefusedByPeer, -30592);
        Is(TlsError.ProtocolMismatch, -0x6E80);
        Is(TlsError.ProtocolMismatch, -0x6E00);
        Is(TlsError.ProtocolMismatch, -0x7200);
        Is(TlsError.ClosedByPeer, -0x7280);
        Is(TlsError.ClosedByPeer, -0x0050);
        Is(TlsError.ClosedByPeer, -0x004C);
        Is(TlsError.TimedOut, -0x6800);
        Is(TlsError.OutOfMemory, -0x7F00);
        Is(TlsError.OutOfMemory, -141);
        Is(TlsError.BadCertificate, -0x3B80);
        Is(TlsError.BadCertificate, -0x2180);
        Is(TlsError.NotPrepared, -1);
    }

    [TestMethod]
    public void A_sum_of_two_layers_is_the_upper_one_unless_memory_ran_out_below()
    {
        Is(TlsError.BadCertificate, -0x2180 - 0x66);
        Is(TlsError.BadCertificate, -0x3D00 - 0x60);
        Is(TlsError.OutOfMemory, -0x2180 - 0x6A);
        Is(TlsError.OutOfMemory, -0x4B00 - 0x10);
        Assert.AreEqual(-0x21E6, TlsFault.FromCode(-0x21E6).Code);
    }

    [TestMethod]
    public void Each_flag_of_a_verification_has_its_reason()
    {
        Is(TlsError.Expired, 0x01);
        Is(TlsError.Revoked, 0x02);
        Is(TlsError.WrongHost, 0x04);
        Is(TlsError.UnknownAuthority, 0x08);
        Is(TlsError.ProtocolMismatch, 0x40);
        Is(TlsError.NotYetValid, 0x0200);
        Is(TlsError.CertificateUnusable, 0x0100);
        Is(TlsError.CertificateUnusable, 0x0800);
        Is(TlsError.CertificateUnusable, 0x1000);
        Is(TlsError.CertificateUnusable, 0x4000);
        Is(TlsError.CertificateUnusable, 0x10000);
    }

    [TestMethod]
    public void Of_several_flags_authority_comes_before_validity_and_validity_before_host()
    {
        Is(TlsError.UnknownAuthority, 0x01 | 0x04 | 0x08);
        Is(TlsError.UnknownAuthority, 0x0200 | 0x08 | 0x10000);
        Is(TlsError.Expired, 0x01 | 0x04);
        Is(TlsError.NotYetValid, 0x0200 | 0x04);
        Is(TlsError.WrongHost, 0x04 | 0x0800);
        Assert.AreEqual(0x0C, TlsFault.FromCode(0x0C).Code);
    }

    [TestMethod]
    public void What_newer_firmware_says_of_its_own_set_up_is_not_taken_for_flags()
    {
        Is(TlsError.Other, 3);
        Is(TlsError.BadCertificate, 6);
        Is(TlsError.BadCertificate, 7);
    }

    [TestMethod]
    public void An_unknown_code_is_kept()
    {
        TlsFault fault = TlsFault.FromCode(-0x1234);

        Assert.AreEqual(-0x1234, fault.Code);
        Assert.AreEqual((int)TlsError.Other, (int)fault.Error);
        Assert.AreEqual("Unknown", fault.Name);
    }

    [TestMethod]
    public void Every_reason_says_what_to_do()
    {
        for (int error = (int)TlsError.Other; error <= (int)TlsError.BadCertificate; error++)
        {
            TlsFault fault = TlsFault.FromError((TlsError)error, -5);

            Assert.AreEqual(-5, fault.Code);
            Assert.IsTrue(fault.Meaning.Length > 20 && fault.Advice.Length > 20, "TlsError " + error);
        }
    }

    private static void Is(TlsError expected, int code) =>
        Assert.AreEqual((int)expected, (int)TlsFault.FromCode(code).Error, "Code " + code);
}
