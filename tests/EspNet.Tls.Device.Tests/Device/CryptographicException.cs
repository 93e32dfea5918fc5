namespace System.Security.Cryptography;

/// <summary>What a handshake throws in firmware from July 2026 on.</summary>
public sealed class CryptographicException : Exception
{
    public CryptographicException(int errorCode)
    {
        ErrorCode = errorCode;
    }

    public int ErrorCode { get; }
}
