namespace EspNet.Interop.Tests.Support;

/// <summary>What an openssl s_server does with a connection.</summary>
internal enum OpenSslMode
{
    /// <summary>Sends every line back from its end to its beginning; the line CLOSE ends the connection in order.</summary>
    Reverse,

    /// <summary>Answers an HTTP request with a page about the connection.</summary>
    StatusPage,

    /// <summary>Prints what the client sends, and sends what the test says.</summary>
    Conversation,
}
