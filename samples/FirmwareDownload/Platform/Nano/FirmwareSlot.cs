using System;

namespace FirmwareDownload;

internal sealed partial class FirmwareSlot
{
    /// <summary>The device's Stream wants it.</summary>
    public override int Read(SpanByte buffer) => throw new NotSupportedException();
}
