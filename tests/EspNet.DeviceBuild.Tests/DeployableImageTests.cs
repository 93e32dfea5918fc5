using System.IO;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace EspNet.DeviceBuild.Tests;

[TestClass]
public class DeployableImageTests
{
    [TestMethod]
    public void An_image_is_its_files_in_order_each_padded_to_four_bytes()
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder.File("a.pe"), [1, 2, 3, 4]);
        File.WriteAllBytes(folder.File("b.pe"), [5]);
        File.WriteAllBytes(folder.File("c.pe"), [6, 7, 8]);

        DeployableImage.Write(folder.File("App.bin"), [folder.File("a.pe"), folder.File("b.pe"), folder.File("c.pe")]);

        CollectionAssert.AreEqual(
            new byte[] { 1, 2, 3, 4, 5, 0, 0, 0, 6, 7, 8, 0 },
            File.ReadAllBytes(folder.File("App.bin")));
    }
}
