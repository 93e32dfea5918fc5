using System;
using EspNet.Sockets;
using nanoFramework.TestFramework;

namespace EspNet.Tls.Tests;

[TestClass]
public class TlsOptionsTests
{
    [TestMethod]
    public void The_defaults_are_the_documented_and_safe_ones()
    {
        TlsOptions options = new TlsOptions();

        Assert.IsNull(options.CaCertificates);
        Assert.IsNull(options.Identity);
        Assert.IsFalse(options.UseDeviceCertificate);
        Assert.IsNull(options.ServerName);
        Assert.AreEqual((int)TlsVersion.Tls12, (int)options.MinimumVersion);
        Assert.AreEqual(10_000, options.HandshakeTimeout);
        Assert.IsFalse(options.InsecureSkipVerification);
        Assert.IsNull(options.FreeMemory);
        Assert.AreEqual(45_056, options.RequiredFreeMemory);
        Assert.AreEqual(24_576, TlsOptions.RequiredFreeMemoryWithDynamicBuffers);
    }

    [TestMethod]
    public void Options_refuse_what_is_out_of_range()
    {
        TlsOptions options = new TlsOptions();

        Expect.OutOfRange(() => options.HandshakeTimeout = 0);
        Expect.OutOfRange(() => options.HandshakeTimeout = -1);
        Expect.OutOfRange(() => options.RequiredFreeMemory = -1);
        Expect.OutOfRange(() => options.MinimumVersion = (TlsVersion)2);
        Expect.OutOfRange(() => options.MinimumVersion = (TlsVersion)(-1));
        Assert.ThrowsException(typeof(ArgumentException), () => options.ServerName = string.Empty);
    }

    [TestMethod]
    public void What_the_device_cannot_do_is_refused_and_says_so()
    {
        TlsOptions options = new TlsOptions();

        Expect.Failure(TlsError.NotSupported, "ALPN", () => options.ApplicationProtocols = new string[] { "mqtt" });
        Expect.Failure(TlsError.NotSupported, "ALPN", () => options.ApplicationProtocols = new string[0]);
        Expect.Failure(TlsError.NotSupported, "pre-shared", () => options.PreSharedKey = new byte[16]);
        Expect.Failure(TlsError.NotSupported, "resumption", () => options.ResumeSessions = true);
        Expect.Failure(TlsError.NotSupported, "clients", () => options.RequireClientCertificate = true);
    }

    [TestMethod]
    public void Not_asking_for_it_is_accepted()
    {
        TlsOptions options = new TlsOptions
        {
            ApplicationProtocols = null,
            PreSharedKey = null,
            ResumeSessions = false,
            RequireClientCertificate = false,
            ServerName = null,
        };

        Assert.IsNull(options.ApplicationProtocols);
        Assert.IsNull(options.PreSharedKey);
        Assert.IsFalse(options.ResumeSessions);
        Assert.IsFalse(options.RequireClientCertificate);
    }

    [TestMethod]
    public void What_a_handshake_is_done_with_is_all_that_was_set()
    {
        TlsOptions options = new TlsOptions
        {
            CaCertificates = TlsCertificates.FromDer(Blocks.Der),
            Identity = TlsIdentity.FromDer(Blocks.Der, Blocks.Der),
            UseDeviceCertificate = true,
            ServerName = "broker.example",
            MinimumVersion = TlsVersion.Tls13,
            HandshakeTimeout = 1,
            InsecureSkipVerification = true,
            FreeMemory = () => 2,
            RequiredFreeMemory = 3,
        };

        TlsOptions copy = options.Copy();

        Assert.AreSame(options.CaCertificates, copy.CaCertificates);
        Assert.AreSame(options.Identity, copy.Identity);
        Assert.IsTrue(copy.UseDeviceCertificate);
        Assert.AreEqual("broker.example", copy.ServerName);
        Assert.AreEqual((int)TlsVersion.Tls13, (int)copy.MinimumVersion);
        Assert.AreEqual(1, copy.HandshakeTimeout);
        Assert.IsTrue(copy.InsecureSkipVerification);
        Assert.AreEqual(2L, copy.FreeMemory!());
        Assert.AreEqual(3, copy.RequiredFreeMemory);
    }

    [TestMethod]
    public void Every_reason_has_the_one_that_all_transports_report()
    {
        Is(TransportError.TimedOut, TlsError.TimedOut);
        Is(TransportError.Reset, TlsError.ClosedByPeer);
        Is(TransportError.OutOfResources, TlsError.OutOfMemory);
        Is(TransportError.NotSupported, TlsError.NotSupported);
        Is(TransportError.InvalidOperation, TlsError.BadCertificate);
        Is(TransportError.HandshakeFailed, TlsError.Other);
        Is(TransportError.HandshakeFailed, TlsError.Expired);
        Is(TransportError.HandshakeFailed, TlsError.NotYetValid);
        Is(TransportError.HandshakeFailed, TlsError.WrongHost);
        Is(TransportError.HandshakeFailed, TlsError.UnknownAuthority);
        Is(TransportError.HandshakeFailed, TlsError.SelfSigned);
        Is(TransportError.HandshakeFailed, TlsError.CertificateRejected);
        Is(TransportError.HandshakeFailed, TlsError.ProtocolMismatch);
        Is(TransportError.HandshakeFailed, TlsError.Revoked);
        Is(TransportError.HandshakeFailed, TlsError.CertificateUnusable);
        Is(TransportError.HandshakeFailed, TlsError.NotPrepared);
        Is(TransportError.HandshakeFailed, TlsError.ClientCertificateRefused);
        Is(TransportError.HandshakeFailed, TlsError.RefusedByPeer);
        Is(TransportError.HandshakeFailed, TlsError.ClockNotSet);
    }

    private static void Is(TransportError expected, TlsError error) =>
        Assert.AreEqual((int)expected, (int)new TlsException(error, "Test.").Error, "TlsError " + (int)error);
}
