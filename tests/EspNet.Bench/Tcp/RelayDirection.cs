namespace EspNet.Bench.Tcp;

/// <summary>Ways through a relay.</summary>
[Flags]
public enum RelayDirection
{
    /// <summary>From the client to the target.</summary>
    ToTarget = 1,

    /// <summary>From the target to the client.</summary>
    ToClient = 2,

    /// <summary>Both ways.</summary>
    Both = ToTarget | ToClient,
}
