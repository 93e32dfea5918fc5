using System;
using nanoFramework.TestFramework;

namespace EspNet.Tls.Tests;

[TestClass]
public class TlsPreconditionsTests
{
    [TestMethod]
    public void A_clock_that_was_never_set_fails_and_says_to_synchronise()
    {
        Expect.Failure(TlsError.ClockNotSet, "Synchronise", () => CheckClient(new TlsOptions(), Year(1970)));
        Expect.Failure(TlsError.ClockNotSet, "2023", () => CheckClient(new TlsOptions(), new DateTime(2023, 12, 31, 23, 59, 59)));
        CheckClient(new TlsOptions(), Year(2024));
    }

    [TestMethod]
    public void The_clock_does_not_matter_to_who_verifies_nothing()
    {
        CheckClient(new TlsOptions { InsecureSkipVerification = true }, Year(1970));
        TlsPreconditions.Check(new TlsOptions { Identity = SomeIdentity() }, true, Year(1970));
    }

    [TestMethod]
    public void Too_little_memory_fails_and_names_both_numbers()
    {
        TlsOptions options = new TlsOptions { FreeMemory = () => 45_055 };

        TlsException e = Expect.Failure(TlsError.OutOfMemory, "45055", () => CheckClient(options, Year(2026)));
        Assert.Contains("45056", e.Message);
    }

    [TestMethod]
    public void Just_enough_memory_passes() => CheckClient(new TlsOptions { FreeMemory = () => 45_056 }, Year(2026));

    [TestMethod]
    public void What_the_firmware_needs_can_be_told()
    {
        TlsOptions options = new TlsOptions
        {
            FreeMemory = () => 30_000,
            RequiredFreeMemory = TlsOptions.RequiredFreeMemoryWithDynamicBuffers,
        };

        CheckClient(options, Year(2026));
    }

    [TestMethod]
    public void The_memory_of_a_server_is_checked_as_well()
    {
        TlsOptions options = new TlsOptions { FreeMemory = () => 0, Identity = SomeIdentity() };

        Expect.Failure(TlsError.OutOfMemory, "0 bytes", () => TlsPreconditions.Check(options, true, Year(2026)));
    }

    [TestMethod]
    public void A_server_needs_an_identity()
    {
        Expect.Failure(TlsError.BadCertificate, "Identity", () => TlsPreconditions.Check(new TlsOptions(), true, Year(2026)));
        TlsPreconditions.Check(new TlsOptions { UseDeviceCertificate = true }, true, Year(2026));
    }

    [TestMethod]
    public void Two_certificates_of_this_side_are_one_too_many()
    {
        TlsOptions options = new TlsOptions { Identity = SomeIdentity(), UseDeviceCertificate = true };

        Expect.Failure(TlsError.BadCertificate, "not both", () => CheckClient(options, Year(2026)));
    }

    private static void CheckClient(TlsOptions options, DateTime now) => TlsPreconditions.Check(options, false, now);

    private static DateTime Year(int year) => new DateTime(year, 1, 1);

    private static TlsIdentity SomeIdentity() => TlsIdentity.FromDer(Blocks.Der, Blocks.Der);
}
