using System.Globalization;
using System.Text;
using ImageBatch.Webhooks;
using Microsoft.Extensions.Time.Testing;

namespace ImageBatch.Tests.Webhooks;

public sealed class WebhookVerifierTests
{
    private const string Id = "msg_1";
    private const string Old = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string New = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDazfgUQ7S0f8=";

    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"status":"Completed"}""");

    private readonly FakeTimeProvider _clock = new();

    private string Now => Seconds(0);

    [Fact]
    public void Verify_published_vector_is_valid()
    {
        var verifier = new WebhookVerifier([Old]) { Tolerance = TimeSpan.FromDays(100_000) };

        Assert.Equal(WebhookVerification.Valid, verifier.Verify(
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "1614265330",
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            """{"test": 2432232314}"""u8));
    }

    [Theory]
    [InlineData(Old, Old)]
    [InlineData(Old + " " + New, Old)]
    [InlineData(Old + " " + New, New)]
    [InlineData(Old, Old + " " + New)]
    [InlineData(New, Old + " " + New)]
    public void Verify_any_secret_that_both_share_is_enough(string signedWith, string known)
    {
        var verifier = new WebhookVerifier(known.Split(' '), _clock);

        Assert.Equal(WebhookVerification.Valid, verifier.Verify(Id, Now, Sign(signedWith), Body));
    }

    [Fact]
    public void Verify_what_was_changed_matches_no_signature()
    {
        var verifier = new WebhookVerifier([Old], _clock);
        var signature = Sign(Old);
        byte[] tampered = [.. Body];
        tampered[^1] ^= 1;

        Assert.Equal(WebhookVerification.NoMatchingSignature, verifier.Verify(Id, Now, signature, tampered));
        Assert.Equal(WebhookVerification.NoMatchingSignature, verifier.Verify("msg_2", Now, signature, Body));
        Assert.Equal(WebhookVerification.NoMatchingSignature, verifier.Verify(Id, Seconds(1), signature, Body));
        Assert.Equal(WebhookVerification.NoMatchingSignature, verifier.Verify(Id, Now, Sign(New), Body));
        Assert.Equal(WebhookVerification.NoMatchingSignature, verifier.Verify(Id, Now, signature, []));
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v1,")]
    [InlineData("v1,AAAA")]
    [InlineData("v1,***")]
    [InlineData("  ,  v1,, v1, ")]
    [InlineData("v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    public void Verify_header_that_is_no_signature_matches_none(string header) => Assert.Equal(
        WebhookVerification.NoMatchingSignature, new WebhookVerifier([Old], _clock).Verify(Id, Now, header, Body));

    [Fact]
    public void Verify_signature_among_those_of_other_schemes_is_found() => Assert.Equal(
        WebhookVerification.Valid,
        new WebhookVerifier([Old], _clock).Verify(Id, Now, $"v1a,AAAA v1,AAAA {Sign(Old)} v9,x", Body));

    [Theory]
    [InlineData(-301, WebhookVerification.TooOld)]
    [InlineData(-300, WebhookVerification.Valid)]
    [InlineData(300, WebhookVerification.Valid)]
    [InlineData(301, WebhookVerification.TooNew)]
    public void Verify_timestamp_is_within_five_minutes(int seconds, WebhookVerification expected)
    {
        var verifier = new WebhookVerifier([Old], _clock);

        Assert.Equal(expected, verifier.Verify(Id, Seconds(seconds), Sign(Old, Seconds(seconds)), Body));
    }

    [Theory]
    [InlineData("a", WebhookVerification.InvalidHeader)]
    [InlineData("-1", WebhookVerification.InvalidHeader)]
    [InlineData("+1", WebhookVerification.InvalidHeader)]
    [InlineData(" 1", WebhookVerification.InvalidHeader)]
    [InlineData("1.5", WebhookVerification.InvalidHeader)]
    [InlineData("99999999999999999999", WebhookVerification.InvalidHeader)]
    [InlineData("9223372036854775807", WebhookVerification.TooNew)]
    [InlineData("0", WebhookVerification.TooOld)]
    public void Verify_odd_timestamp_is_refused(string timestamp, WebhookVerification expected) => Assert.Equal(
        expected, new WebhookVerifier([Old], _clock).Verify(Id, timestamp, Sign(Old, timestamp), Body));

    [Fact]
    public void Verify_id_with_a_full_stop_is_refused() => Assert.Equal(
        WebhookVerification.InvalidHeader, new WebhookVerifier([Old], _clock).Verify("a.1", Now, Sign(Old), Body));

    [Theory]
    [InlineData(null, "1", "v1,")]
    [InlineData("", "1", "v1,")]
    [InlineData("a", null, "v1,")]
    [InlineData("a", "1", null)]
    public void Verify_without_a_header_says_so(string? id, string? timestamp, string? signature) => Assert.Equal(
        WebhookVerification.MissingHeader, new WebhookVerifier([Old], _clock).Verify(id, timestamp, signature, Body));

    [Fact]
    public void Create_without_a_good_secret_throws_and_does_not_repeat_it()
    {
        Assert.Throws<ArgumentException>(() => new WebhookVerifier([]));
        var exception = Assert.Throws<ArgumentException>(() => new WebhookVerifier([Old, "whsec_hunter2"]));

        Assert.DoesNotContain("hunter2", exception.ToString(), StringComparison.Ordinal);
        Assert.Contains("whsec_", exception.Message, StringComparison.Ordinal);
    }

    private string Seconds(int fromNow) =>
        (_clock.GetUtcNow().ToUnixTimeSeconds() + fromNow).ToString(CultureInfo.InvariantCulture);

    private string Sign(string secrets, string? timestamp = null) =>
        WebhookSignatures.Sign(WebhookSecret.ParseAll(secrets.Split(' ')), Id, timestamp ?? Now, Body);
}
