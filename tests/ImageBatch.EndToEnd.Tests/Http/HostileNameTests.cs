using System.Net.Sockets;
using System.Text;

namespace ImageBatch.EndToEnd.Tests.Http;

/// <summary>Names that reach for other files, in catalogues and in requests: outputs have the names that we gave them.</summary>
public sealed class HostileNameTests
{
    [Fact]
    public async Task Job_ofHostileNames_writesItsOutputsUnderNamesOfOurs()
    {
        await using var host = await ApiHost.StartAsync();
        string[] paths =
        [
            "/../../../../tmp/evil.jpg", "/%2e%2e/%2e%2e/evil.jpg", "/..%2f..%2fevil.jpg", "/..%5c..%5cevil.jpg", "/a%00.jpg",
            "/CON.jpg", "/nul", "/aux.tar.jpg", "/com1.jpg", "/name.jpg.", "/name.jpg%20", "/.htaccess", "/~root", "/-rf.jpg",
            "/name.jpg:stream", "/%E2%80%AEgpj.exe", "/name.exe", "/name.svg", "/index.html", "/" + new string('n', 1_900) + ".jpg",
            "/one/same.jpg", "/two/same.jpg", "/three/SAME.JPG",
        ];
        foreach (var path in paths)
        {
            host.Images.MapBytes(new Uri(host.Images.Url(path)).LocalPath, host.Photo);
        }

        // A server that was asked for /a%00.jpg may say no; every other name is answered with the photo.
        var rows = paths.Select((path, i) => $"../../{i},/etc/passwd,{host.Images.Url(path)}\n");
        using var accepted = await host.UploadTextAsync("/upload", "Serial Number,Product Name,Input Image Urls\n" + string.Concat(rows));
        var status = await host.FinishedAsync(accepted);

        var names = status.GetProperty("images").EnumerateArray()
            .Where(image => image.GetProperty("status").GetString() == "Succeeded")
            .Select(image => new Uri(image.GetProperty("output_url").GetString()!).Segments[^1])
            .ToArray();
        Assert.InRange(names.Length, paths.Length - 4, paths.Length);
        Assert.All(names, name => Assert.Matches(@"^[0-9]+-[0-9a-f]{32}\.jpg$", name));
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.Equal(names.Order(), host.Outputs().Select(Path.GetFileName).Order());
        Assert.Equal(names.Length, Directory.GetFiles(host.Folder, "*", SearchOption.AllDirectories).Length);
        Assert.Equal(["images"], Directory.GetFileSystemEntries(host.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Get_ofANameThatReachesElsewhere_findsNothing()
    {
        await using var host = await ApiHost.StartAsync();
        using var accepted = await host.UploadTextAsync(
            "/upload", $"Serial Number,Product Name,Input Image Urls\n1,Mug,{host.Images.Url("/photo.jpg")}\n");
        var status = await host.FinishedAsync(accepted);
        var segments = new Uri(status.GetProperty("images")[0].GetProperty("output_url").GetString()!).Segments;
        var (job, name) = (segments[^2].TrimEnd('/'), segments[^1]);
        await File.WriteAllTextAsync(Path.Combine(host.Folder, "secret.jpg"), "top secret");
        Assert.StartsWith("HTTP/1.1 200 ", await SendRawAsync(host, $"/images/{job}/{name}"), StringComparison.Ordinal);

        string[] paths =
        [
            "/images/{0}/../../../secret.jpg", "/images/{0}/..%2f..%2f..%2fsecret.jpg",
            "/images/{0}/%2e%2e%2f%2e%2e%2fsecret.jpg", "/images/{0}/..%5c..%5csecret.jpg",
            "/images/{0}/....//....//secret.jpg", "/images/{0}/secret.jpg%00.jpg", "/images/{0}/{1}%00",
            "/images/{0}/{1}%0a", "/images/{0}/{1}.", "/images/{0}/{1}%20", "/images/{0}/{1}::$DATA",
            "/images/{0}/{1}/..", "/images/{0}%2f{1}", "/images/..%2f{0}/{1}", "/images/{0}%2f..%2f{0}/{1}",
            "/images/../secret.jpg", "/images/%2e%2e/secret.jpg", "/images/CON/NUL", "/images/{0}/CON.jpg",
            "/images//etc/passwd", "/download/..%2f..%2fsecret.jpg", "/download/{0}%00", "/status/%2e%2e%2f{0}",
        ];
        foreach (var path in paths)
        {
            var answer = await SendRawAsync(host, string.Format(null, path, job, name));

            Assert.True(answer.StartsWith("HTTP/1.1 404 ", StringComparison.Ordinal) || answer.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal), $"{path}: {answer}");
            Assert.DoesNotContain("top secret", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Get_ofANameWithoutEnd_isRefused()
    {
        await using var host = await ApiHost.StartAsync();

        using var answer = await host.Http.GetAsync($"/images/{Guid.NewGuid()}/{new string('9', 5_000)}.jpg");

        Assert.Equal(404, (int)answer.StatusCode);
        Assert.Equal("image.not_found", (await ApiHost.JsonAsync(answer)).GetProperty("code").GetString());
    }

    /// <summary>Sends a path as it is: clients put dots and slashes right before they send them.</summary>
    private static async Task<string> SendRawAsync(ApiHost host, string path)
    {
        var address = host.Http.BaseAddress!;
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.Host, address.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {address.Authority}\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }
}
