using System.IO;

namespace EspNet.Http;

/// <summary>Writes the body of a request while it is sent.</summary>
/// <param name="body">Where it goes. Each write is sent at once.</param>
public delegate void HttpBodyWriter(Stream body);
