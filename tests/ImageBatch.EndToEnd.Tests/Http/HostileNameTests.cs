using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace ImageBatch.EndToEnd.Tests.Http;

/// <summary>Names that strangers chose, in input URLs and in requests for outputs: no file is named or found by them.</summary>
public sealed partial class HostileNameTests
{
    private const string Header = "Serial Number,Product Name,Input Image Urls\n";

    /// <summary>What a URL says, and the path under which its server is asked; null where no server would understand it.</summary>
    private static readonly (string Url, string? Path)[] Urls =
    [
        ("/../../etc/passwd", "/etc/passwd"),
        ("/..%2f..%2fetc%2fhosts", "/..%2f..%2fetc%2fhosts"),
        ("/%2e%2e/%2e%2e/etc/shadow", "/etc/shadow"),
        ("/..\\..\\windows\\win.ini", "/windows/win.ini"),
        ("/..%5c..%5cboot.ini", "/..\\..\\boot.ini"),
        ("/....//....//x.jpg", "/....//....//x.jpg"),
        ("/%252e%252e%252fy.jpg", "/%2e%2e%2fy.jpg"),
        ("/C:/autoexec.bat", "/C:/autoexec.bat"),
        ("/CON.jpg", "/CON.jpg"),
        ("/NUL", "/NUL"),
        ("/aux.", "/aux."),
        ("/LPT1.jpg::$DATA", "/LPT1.jpg::$DATA"),
        ("/.htaccess", "/.htaccess"),
        ("/-rf%20~.jpg", "/-rf ~.jpg"),
        ("/$(touch%20x);`id`|'.jpg", "/$(touch x);`id`|'.jpg"),
        ("/a%0d%0aSet-Cookie:%20x.jpg", "/a\r\nSet-Cookie: x.jpg"),
        ("/\u202Egpj.exe", "/\u202Egpj.exe"),
        ("/one/photo.png", "/one/photo.png"),
        ("/two/photo.png", "/two/photo.png"),
        ("/two/PHOTO.png", "/two/PHOTO.png"),
        ("/" + new string('x', 1_900) + ".jpg", "/" + new string('x', 1_900) + ".jpg"),
        ("/z.jpg%00.exe", null),
    ];

    [Fact]
    public async Task Upload_ofUrlsWithHostileNames_namesEveryOutputItself()
    {
        await using var host = await ApiHost.StartAsync();
        var csv = new StringBuilder(Header);
        foreach (var (url, path) in Urls)
        {
            csv.Append("1,Mug,\"").Append(host.Images.Url(url)).Append("\"\n");
            host.Images.MapBytes(path ?? url, host.Photo);
        }

        var status = await host.FinishedAsync(await host.UploadAsync("/api/upload", csv.ToString()));

        var id = status.GetProperty("request_id").GetString()!;
        var images = status.GetProperty("images").EnumerateArray().ToArray();
        for (var i = 0; i < Urls.Length; i++)
        {
            var expected = Urls[i].Path is null ? "Failed" : "Succeeded";
            Assert.Equal((Urls[i].Url, expected), (Urls[i].Url, images[i].GetProperty("status").GetString()));
        }

        // Equal photos, and still a name for each: index, hash, extension.
        var outputs = Directory.GetFiles(host.Folder, "*", SearchOption.AllDirectories);
        Assert.Equal(Urls.Count(url => url.Path is not null), outputs.Length);
        Assert.All(outputs, file => Assert.Matches(OutputName(), Path.GetRelativePath(host.Folder, file).Replace('\\', '/')));
        Assert.All(outputs, file => Assert.Contains($"/{id}/", file.Replace('\\', '/'), StringComparison.Ordinal));
        Assert.Equal(["images"], Directory.GetFileSystemEntries(host.Folder).Select(Path.GetFileName));
        foreach (var url in images.Select(image => image.GetProperty("output_url").GetString()).OfType<string>())
        {
            Assert.Equal("image/jpeg", (await host.Http.GetAsync(url)).Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact]
    public async Task Upload_ofAUrlLongerThanAUrlMayBe_isRefused()
    {
        await using var host = await ApiHost.StartAsync();

        using var answer = await host.UploadAsync("/api/upload", $"{Header}1,Mug,https://host.test/{new string('x', 2_048)}.jpg\n");

        await BadInputTests.AssertProblemAsync(answer, 400, "csv.invalid_rows");
        await BadInputTests.AssertNothingStoredAsync(host);
    }

    [Fact]
    public async Task Output_askedForByAPathThatLeadsElsewhere_isNotFound()
    {
        await using var host = await ApiHost.StartAsync();
        var status = await host.FinishedAsync(await host.UploadAsync("/api/upload", host.Catalogue()));
        var output = new Uri(status.GetProperty("images")[0].GetProperty("output_url").GetString()!).AbsolutePath;
        var (folder, name) = (output[..(output.LastIndexOf('/') + 1)], output[(output.LastIndexOf('/') + 1)..]);
        var id = status.GetProperty("request_id").GetString()!;
        const string secret = "not for strangers";
        foreach (var place in (string[])[".", "images", $"images/{id[^2..]}", $"images/{id[^2..]}/{id}"])
        {
            await File.WriteAllTextAsync(Path.Combine(host.Folder, place, "secret.jpg"), secret);
        }

        Assert.StartsWith("HTTP/1.1 200 ", await GetRawAsync(host, output), StringComparison.Ordinal);
        foreach (var path in HostilePaths(folder, name, host.Folder))
        {
            var answer = await GetRawAsync(host, path);
            Assert.True(answer.StartsWith("HTTP/1.1 404 ", StringComparison.Ordinal) || answer.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal), $"{path}: {answer}");
            Assert.DoesNotContain(secret, answer, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> HostilePaths(string folder, string name, string root)
    {
        string[] ups =
        [
            "../", "..%2f", "..%2F", "%2e%2e/", "%2e%2e%2f", ".%2e/", "..\\", "..%5c", "%2e%2e%5c", "%252e%252e%252f", "..%252f", "..%c0%af",
            "%c0%ae%c0%ae/", "%uff0e%uff0e/", "..;/", "..%00/", "....//", "..././", "%ef%bc%8e%ef%bc%8e/", "./", "/", "%2f", "%5c",
        ];
        foreach (var up in ups)
        {
            for (var levels = 1; levels <= 4; levels++)
            {
                yield return folder + string.Concat(Enumerable.Repeat(up, levels)) + "secret.jpg";
            }

            yield return folder + up + name + "x";
            yield return folder[..^1] + "%2f" + up + "secret.jpg";
        }

        string[] names =
        [
            "secret.jpg", "", ".", "..", "%2e", "%2e%2e", name + "%00", name + "%00.png", name + ".", name + "%20", "%20" + name, name + "%0a", name + "%0d%0aX:%20y",
            name + "::$DATA", name + ":x", name + ";x", name + "%3fx", name + "%23x", name + "~1", name.ToUpperInvariant(), name.Replace(".jpg", ".png", StringComparison.Ordinal),
            name.Replace(".jpg", ".html", StringComparison.Ordinal), name.Replace("-", "%252d", StringComparison.Ordinal), "0" + name, "./x" + name, "*", "%2a.jpg", "CON", "NUL.jpg", new string('a', 4_000),
            Uri.EscapeDataString(root + "/secret.jpg"), "file:%2f%2f" + root + "/secret.jpg",
        ];
        foreach (var other in names)
        {
            yield return folder + other;
        }

        yield return "/api/images/../secret.jpg/" + name;
        yield return "/api/images/..%2f/" + name;
        yield return "/api/images/%2e%2e/secret.jpg";
        yield return "/api/images/00000000-0000-0000-0000-000000000000/" + name;
    }

    /// <summary>Sends a path as it is: a client would tidy it.</summary>
    private static async Task<string> GetRawAsync(ApiHost host, string path)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(host.Http.BaseAddress!.Host, host.Http.BaseAddress.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }

    [GeneratedRegex(@"\Aimages/[0-9a-f]{2}/[0-9a-f-]{36}/0/[0-9]+-[0-9a-f]{32}\.jpg\z")]
    private static partial Regex OutputName();
}
