using System;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EspNet.Sockets;
using EspNet.Tests;
using EspNet.Tls.Device.Tests.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace EspNet.Tls.Device.Tests;

/// <summary>What the device's handshake is asked for, and what its failures become.</summary>
[TestClass]
public sealed class HandshakeTests : DeviceTest
{
    private const SslProtocols Both = SslProtocols.Tls12 | SslProtocols.Tls13;

    [TestMethod]
    public void A_client_verifies_offers_both_versions_and_names_the_host()
    {
        Connect();

        Assert.AreEqual(new Handshake("127.0.0.1", Both, SslVerification.CertificateRequired, false, null, null), Firmware.LastHandshake);
    }

    [TestMethod]
    public void The_name_of_the_options_stands_for_the_host()
    {
        Connect(new TlsOptions { ServerName = "broker.example" });

        Assert.AreEqual("broker.example", Firmware.LastHandshake.Host);
    }

    [TestMethod]
    public void Nothing_is_verified_only_when_the_options_say_so_in_so_many_words()
    {
        Connect(new TlsOptions { InsecureSkipVerification = true });

        Assert.AreEqual(SslVerification.NoVerification, Firmware.LastHandshake.Verification);
        Assert.AreEqual(Both, Firmware.LastHandshake.Protocols);
    }

    [TestMethod]
    [DataRow(TlsVersion.Tls12, Both)]
    [DataRow(TlsVersion.Tls13, SslProtocols.Tls13)]
    public void The_lowest_version_is_that_of_the_options_for_clients_and_servers(TlsVersion minimum, SslProtocols expected)
    {
        Connect(new TlsOptions { MinimumVersion = minimum });
        Assert.AreEqual(expected, Firmware.LastHandshake.Protocols);

        TlsOptions options = Identities.ForServer();
        options.MinimumVersion = minimum;
        Serve(options);
        Assert.AreEqual(expected, Firmware.LastHandshake.Protocols);
        Assert.IsNull(Firmware.LastHandshake.Host);
    }

    [TestMethod]
    public void A_server_shows_its_certificate_and_asks_for_none()
    {
        Serve(Identities.ForServer());

        Handshake asked = Firmware.LastHandshake;
        Assert.AreEqual(SslVerification.NoVerification, asked.Verification);
        X509Certificate2 own = (X509Certificate2)asked.Own!;
        CollectionAssert.AreEqual(Identities.Der, own.Bytes);
        CollectionAssert.AreEqual(Identities.OtherDer, own.KeyBytes);
        Assert.AreEqual(string.Empty, own.Password);
    }

    [TestMethod]
    public void An_identity_of_text_is_passed_as_text_with_its_password()
    {
        Connect(new TlsOptions { Identity = TlsIdentity.FromPem(Identities.Certificate, Identities.Key, "secret") });

        X509Certificate2 own = (X509Certificate2)Firmware.LastHandshake.Own!;
        Assert.AreEqual(Identities.Certificate, own.Text);
        Assert.AreEqual(Identities.Key, own.KeyText);
        Assert.AreEqual("secret", own.Password);
        Assert.AreEqual(SslVerification.CertificateRequired, Firmware.LastHandshake.Verification);
    }

    [TestMethod]
    public void The_stored_certificate_of_the_device_is_asked_for()
    {
        Connect(new TlsOptions { UseDeviceCertificate = true });

        Assert.IsTrue(Firmware.LastHandshake.UsesDeviceCertificate);
        Assert.IsNull(Firmware.LastHandshake.Own);
    }

    [TestMethod]
    public void One_binary_authority_is_passed_as_bytes()
    {
        Connect(new TlsOptions { CaCertificates = TlsCertificates.FromDer(Identities.Der) });

        CollectionAssert.AreEqual(Identities.Der, Firmware.LastHandshake.Trusted!.Bytes);
    }

    [TestMethod]
    public void Several_authorities_are_passed_as_one_text()
    {
        Connect(new TlsOptions { CaCertificates = TlsCertificates.FromDer(Identities.Der, Identities.OtherDer) });
        Assert.AreEqual(Identities.Certificate + Identities.OtherCertificate, Firmware.LastHandshake.Trusted!.Text);

        Connect(new TlsOptions { CaCertificates = TlsCertificates.FromPem(Identities.OtherCertificate + Identities.Certificate) });
        Assert.AreEqual(Identities.OtherCertificate + Identities.Certificate, Firmware.LastHandshake.Trusted!.Text);
    }

    [TestMethod]
    public void A_certificate_that_the_firmware_cannot_read_is_named_by_its_option_and_leaves_no_socket()
    {
        Firmware.Unreadable = new DeviceSocketException(-1);

        TlsException ca = FailToConnect(new TlsOptions { CaCertificates = TlsCertificates.FromDer(Identities.Der) }, _ => { });
        TlsException own = FailToConnect(new TlsOptions { Identity = TlsIdentity.FromDer(Identities.Der, Identities.Der) }, _ => { });

        Assert.AreEqual(TlsError.BadCertificate, ca.TlsError);
        Assert.Contains("TlsOptions.CaCertificates", ca.Message);
        Assert.AreEqual(TlsError.BadCertificate, own.TlsError);
        Assert.Contains("TlsOptions.Identity", own.Message);
        Assert.AreEqual(0, SocketBudget.Open);
    }

    [TestMethod]
    [DataRow(-0x2700, TlsError.CertificateRejected)]
    [DataRow(-0x7780, TlsError.RefusedByPeer)]
    [DataRow(-0x6E80, TlsError.ProtocolMismatch)]
    [DataRow(-0x7280, TlsError.ClosedByPeer)]
    [DataRow(-0x004C, TlsError.ClosedByPeer)]
    [DataRow(-0x7F00, TlsError.OutOfMemory)]
    [DataRow(-0x7680, TlsError.BadCertificate)]
    [DataRow(-1, TlsError.NotPrepared)]
    [DataRow(-0x1234, TlsError.Other)]
    public void A_failed_handshake_has_its_reason_and_keeps_the_code_whichever_firmware_says_it(int code, TlsError expected)
    {
        foreach (bool isNewer in (bool[])[false, true])
        {
            Firmware.IsNewer = isNewer;
            Firmware.FailureCode = code;

            TlsException failure = FailToConnect(null, peer => peer.Welcome());

            Assert.AreEqual(expected, failure.TlsError, failure.Message);
            Assert.AreEqual(code, failure.NativeErrorCode);
            Assert.IsNotNull(failure.InnerException);
            Assert.AreEqual(0, SocketBudget.Open);
            Assert.AreEqual(0, Firmware.ContextsInUse);
        }

        Assert.AreEqual(2, Firmware.ContextsMade);
    }

    [TestMethod]
    [DataRow(0x01, TlsError.Expired)]
    [DataRow(0x04, TlsError.WrongHost)]
    [DataRow(0x08 | 0x04, TlsError.UnknownAuthority)]
    [DataRow(0x0200, TlsError.NotYetValid)]
    public void Newer_firmware_says_why_a_certificate_did_not_pass(int flags, TlsError expected)
    {
        Firmware.IsNewer = true;
        Firmware.FailureCode = flags;

        TlsException failure = FailToConnect(null, peer => peer.Welcome());

        Assert.AreEqual(expected, failure.TlsError);
        Assert.AreEqual(flags, failure.NativeErrorCode);
    }

    [TestMethod]
    public void What_prevents_a_handshake_from_beginning_is_typed_too()
    {
        Assert.AreEqual(TlsError.OutOfMemory, Refused(new OutOfMemoryException()).TlsError);
        Assert.AreEqual(TlsError.NotPrepared, Refused(new InvalidOperationException()).TlsError);
        Assert.AreEqual(TlsError.NotPrepared, Refused(new DeviceSocketException(-1)).TlsError);
        Assert.AreEqual(TlsError.BadCertificate, Refused(new CryptographicException(6)).TlsError);
        Assert.AreEqual(TlsError.Other, Refused(new DivideByZeroException()).TlsError);
        Assert.AreEqual(0, Firmware.ContextsMade);
        Assert.AreEqual(0, SocketBudget.Open);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void A_peer_that_says_nothing_is_told_from_one_that_broke_the_connection_by_the_clock(bool isNewer)
    {
        Firmware.IsNewer = isNewer;
        long started = Environment.TickCount64;

        TlsException silent = FailToConnect(new TlsOptions { HandshakeTimeout = 1_300 }, peer => peer.ReadContent());

        Assert.IsGreaterThanOrEqualTo(1_250, Environment.TickCount64 - started);
        Assert.AreEqual(TlsError.TimedOut, silent.TlsError, silent.Message);
        Assert.AreEqual(-0x004C, silent.NativeErrorCode);

        Firmware.FailureCode = -0x004C;
        Assert.AreEqual(TlsError.ClosedByPeer, FailToConnect(null, peer => peer.Welcome()).TlsError);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void A_peer_that_refuses_closes_or_resets_during_the_handshake_is_named_so(bool isNewer)
    {
        Firmware.IsNewer = isNewer;

        Assert.AreEqual(TlsError.RefusedByPeer, FailToConnect(null, peer => peer.Welcome("alert")).TlsError);
        TlsException closed = FailToConnect(null, peer =>
        {
            peer.ReadContent();
            peer.Dispose();
        });
        TlsException reset = FailToConnect(null, peer =>
        {
            peer.ReadContent();
            peer.Reset();
        });

        Assert.AreEqual(TlsError.ClosedByPeer, closed.TlsError);
        Assert.AreEqual(-0x7280, closed.NativeErrorCode);
        Assert.AreEqual(TlsError.ClosedByPeer, reset.TlsError);
        Assert.AreEqual(-0x0050, reset.NativeErrorCode);
    }

    [TestMethod]
    public void A_client_that_says_nothing_does_not_hold_a_server_longer_than_the_handshake_may_take()
    {
        using Socket silent = new(SocketType.Stream, ProtocolType.Tcp);
        silent.Connect("127.0.0.1", Listener.Port);
        TlsOptions options = Identities.ForServer();
        options.HandshakeTimeout = 200;
        TlsTransport transport = Use(new TlsTransport(new TcpTransport(Listener.Accept(), null), options));

        Assert.AreEqual(TlsError.TimedOut, Assert.ThrowsExactly<TlsException>(transport.AuthenticateAsServer).TlsError);
    }

    [TestMethod]
    public void An_abort_during_a_handshake_ends_it_as_closed_and_frees_the_context()
    {
        TlsTransport transport = Use(new TlsTransport(new TlsOptions { HandshakeTimeout = 600_000 }));
        Background connect = new(() => transport.Connect("127.0.0.1", Listener.Port));
        Use(new Peer(Listener.Accept())).ReadContent();

        transport.Abort();

        Failed(TransportError.Closed, connect);
        Assert.AreEqual(1, Firmware.ContextsMade);
        Assert.AreEqual(0, Firmware.ContextsInUse);
    }

    private TlsException Refused(Exception refusal)
    {
        Firmware.Refusal = refusal;
        TlsException failure = FailToConnect(null, _ => { });
        Assert.AreSame(refusal, failure.InnerException);
        return failure;
    }

    private void Serve(TlsOptions options)
    {
        (TcpTransport accepted, Peer client) = Accept();
        TlsTransport transport = Use(new TlsTransport(accepted, options));
        transport.AuthenticateAsServer();
        CollectionAssert.AreEqual(System.Text.Encoding.UTF8.GetBytes(SslStream.Welcome), client.ReadContent());
    }
}
