namespace EspNet.Time;

/// <summary>Reads the time, in ticks of UTC.</summary>
internal delegate long UtcTicksReader();
