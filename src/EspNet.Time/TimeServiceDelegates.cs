using System;

namespace EspNet.Time;

/// <summary>The time was synchronised.</summary>
/// <param name="service">The service.</param>
/// <param name="status">Server, offset, delay and drift.</param>
public delegate void TimeSynchronisedHandler(TimeService service, TimeServiceStatus status);

/// <summary>An attempt failed; the next one follows by itself unless no server is left.</summary>
/// <param name="service">The service.</param>
/// <param name="failure">Why.</param>
public delegate void TimeSynchronisationFailedHandler(TimeService service, SntpException failure);

/// <summary>A handler of the application threw an exception.</summary>
/// <param name="service">The service.</param>
/// <param name="exception">What it threw.</param>
public delegate void TimeCallbackFailedHandler(TimeService service, Exception exception);
