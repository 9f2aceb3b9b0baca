using System.Net;

namespace ImageBatch.AspNetCore.Uploads;

/// <summary>Tells uploaders apart, who share the places of uploads.</summary>
internal static class Uploader
{
    /// <summary>The caller's address; of IPv6 the /64, all of which one caller has. Null where there is none, as in a test server.</summary>
    public static string? Of(IPAddress? address)
    {
        if (address is null || address.IsIPv4MappedToIPv6)
        {
            return address?.MapToIPv4().ToString();
        }

        var bytes = address.GetAddressBytes();
        return Convert.ToHexString(bytes, 0, Math.Min(bytes.Length, 8));
    }
}
