using System;

namespace EspNet.Http;

/// <summary>Answers requests, on a worker of the server: several at the same time, where there are several workers.</summary>
/// <param name="request">The request, valid until the handler returns.</param>
/// <param name="response">The response. When the handler returns, it is completed and sent.</param>
public delegate void HttpRequestHandler(HttpServerRequest request, HttpServerResponse response);

/// <summary>Finds a file for a path.</summary>
/// <param name="path">
/// What stands in the place of the route's wildcard, decoded. It never leads out of the folder that it is joined to: no
/// segment is empty but the last, is <c>.</c> or <c>..</c>, or holds a backslash or a colon.
/// </param>
/// <param name="acceptsGzip">The client takes a file that is compressed with gzip.</param>
/// <returns>The file; null when there is none.</returns>
public delegate HttpFile? HttpFileProvider(string path, bool acceptsGzip);

/// <summary>Decides whether a user may use a route.</summary>
/// <param name="userName">The user name.</param>
/// <param name="password">The password.</param>
/// <returns>True when both are right.</returns>
public delegate bool HttpBasicValidator(string userName, string password);

/// <summary>Is told of a request that failed, on the worker that served it.</summary>
/// <param name="server">The server.</param>
/// <param name="request">The request.</param>
/// <param name="exception">What its handler threw.</param>
public delegate void HttpRequestFailedHandler(EspHttpServer server, HttpServerRequest request, Exception exception);
