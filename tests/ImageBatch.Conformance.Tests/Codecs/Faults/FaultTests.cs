namespace ImageBatch.Conformance.Tests.Codecs.Faults;

/// <summary>Codecs that break one rule each, and the test that must see it.</summary>
public sealed class FaultTests
{
    public static TheoryData<Type, string> Cases => new()
    {
        { typeof(Nameless), "Name_is_set_and_stays" },
        { typeof(ClaimingWithoutASample), "Samples_contain_one_that_is_taken_of_every_format_claimed" },
        { typeof(RefusingNothingThatIs), "Refusals_name_samples" },
        { typeof(DecodingTheWrongWayUp), "Decode_sample_gives_what_it_shows" },
        { typeof(Claiming<HasNoReason>), "CanCompress_any_header_and_options_answers" },
        { typeof(Claiming<RefusesWhatItClaims>), "CanCompress_sample_says_what_is_claimed" },
        { typeof(Claiming<ConvertsMoreThanItClaims>), "CanCompress_sample_says_what_is_claimed" },
        { typeof(Claiming<TakesGifsToo>), "CanCompress_format_that_is_not_claimed_says_no" },
        { typeof(RefusingWhatIsTaken), "Compress_each_sample_comes_to_what_is_expected" },
        { typeof(Claiming<RefusesWhatItClaims>), "Compress_each_sample_comes_to_what_is_expected" },
        { typeof(Claiming<WritesIntoItsInput>), "Compress_each_sample_comes_to_what_is_expected" },
        { typeof(Claiming<DoesNotReadItsOwn>), "Compress_output_again_succeeds" },
        { typeof(Claiming<CallsEverythingUnchanged>), "Compress_with_any_options_taken_keeps_to_them" },
        { typeof(Claiming<NeverLeavesAnImageAsItIs>), "Compress_at_any_quality_keeps_format_and_size_and_grows_nothing" },
        { typeof(Claiming<SwapsRedAndBlue>), "Compress_at_quality_comes_near_to_what_is_shown" },
        { typeof(Claiming<HasNoHighQuality>), "Compress_at_quality_comes_near_to_what_is_shown" },
        { typeof(Claiming<IsWorseAtHighQuality>), "Compress_at_higher_quality_is_no_further_from_the_input" },
        { typeof(Claiming<TurnsQualityRound>), "Compress_at_lower_quality_is_no_longer" },
        { typeof(Claiming<IgnoresQuality>), "Compress_at_lower_quality_is_shorter_for_some_image_of_each_lossy_format" },
        { typeof(Claiming<Distorts>), "Compress_larger_than_the_limits_scales_down_in_proportion" },
        { typeof(Claiming<GoesBeyondTheLimit>), "Compress_larger_than_the_limits_scales_down_in_proportion" },
        { typeof(Claiming<CropsInsteadOfScaling>), "Compress_larger_than_the_limits_scales_down_in_proportion" },
        { typeof(Claiming<LosesNarrowImages>), "Compress_narrow_image_keeps_a_pixel" },
        { typeof(Claiming<Enlarges>), "Compress_within_the_limits_enlarges_nothing" },
        { typeof(Claiming<SwapsRedAndBlue>), "Compress_to_another_format_shows_the_same" },
        { typeof(Claiming<ForgetsToConvert>), "Compress_to_another_format_shows_the_same" },
        { typeof(Claiming<CallsEverythingUnchanged>), "Compress_to_another_format_shows_the_same" },
        { typeof(Claiming<FlattensOnBlack>), "Compress_transparent_image_to_jpeg_puts_it_on_white" },
        { typeof(Claiming<FlattensEverything>), "Compress_transparent_image_keeps_alpha" },
        { typeof(Claiming<FlattensEverything>), "Compress_transparent_image_to_a_format_with_alpha_keeps_it" },
        { typeof(Claiming<ForgetsToScaleWhatItConverts>), "Compress_to_another_format_and_within_limits_does_both" },
        { typeof(Claiming<MakesMoreOfItsOwnFormat>), "Compress_to_its_own_format_is_keeping_it" },
        { typeof(Claiming<TurnsTheWrongWay>), "Compress_turned_image_shows_the_same" },
        { typeof(Claiming<TurnsTwice>), "Compress_turned_image_shows_the_same" },
        { typeof(Claiming<LeavesPixelsLying>), "Compress_turned_image_scaled_turns_its_pixels" },
        { typeof(Claiming<LeavesPixelsLying>), "Compress_turned_image_converted_turns_its_pixels" },
        { typeof(Claiming<DropsTheProfile>), "Compress_image_with_a_profile_keeps_its_colours" },
        { typeof(Claiming<ConvertsToSrgb>), "Compress_image_with_a_profile_keeps_its_colours" },
        { typeof(ClaimingSrgb<ModelCodec>), "Compress_image_with_a_profile_keeps_its_colours" },
        { typeof(ClaimingSrgb<DropsTheProfile>), "Compress_image_with_a_profile_keeps_its_colours" },
        { typeof(Claiming<TingesGrey>), "Compress_grey_image_stays_grey" },
        { typeof(Claiming<InvertsInks>), "Compress_image_of_inks_shows_the_same" },
        { typeof(Claiming<KeepsMetadata>), "Compress_image_with_metadata_drops_them" },
        { typeof(Claiming<KeepsMetadataOfWhatStays>), "Compress_image_with_metadata_that_stays_unchanged_drops_them" },
        { typeof(Claiming<LosesFramesSilently>), "Compress_animation_keeps_its_frames_or_notes_the_loss" },
        { typeof(Claiming<LosesTheLastFrame>), "Compress_animation_keeps_its_frames_or_notes_the_loss" },
        { typeof(Claiming<LosesFramesSilently>), "Compress_animation_scaled_keeps_its_frames_or_notes_the_loss" },
        { typeof(Claiming<LosesFramesSilently>), "Compress_animation_converted_keeps_its_frames_or_notes_the_loss" },
        { typeof(Claiming<ShowsWhatThereIs>), "Compress_truncated_image_fails_as_such" },
        { typeof(Claiming<CallsTruncatedFilesUnsupported>), "Compress_truncated_image_fails_as_such" },
        { typeof(Claiming<CallsTruncatedFilesCorrupt>), "Compress_image_truncated_inside_its_data_is_truncated" },
        { typeof(Claiming<CopiesWhatItDoesNotKnow>), "Compress_beginning_of_an_image_fails" },
        { typeof(Claiming<CopiesWhatItDoesNotKnow>), "Compress_empty_or_blank_file_fails" },
        { typeof(Claiming<CopiesWhatItDoesNotKnow>), "Compress_garbage_fails" },
        { typeof(Claiming<CallsCorruptFilesUnsupported>), "Compress_corrupt_image_fails_as_such" },
        { typeof(Claiming<BelievesTheLastHeader>), "Compress_content_decides_what_an_image_is" },
        { typeof(Claiming<ThrowsWhatItsDecoderThrows>), "Compress_damaged_image_gives_an_output_or_an_error" },
        { typeof(Claiming<ThrowsWhatItsDecoderThrows>), "Compress_beginning_followed_by_garbage_gives_an_output_or_an_error" },
        { typeof(Claiming<CountsItsOutputs>), "Compress_twice_gives_the_same_bytes" },
        { typeof(Claiming<SharesItsPicture>), "Compress_on_eight_threads_gives_the_same_bytes" },
        { typeof(Claiming<IgnoresCancellation>), "Compress_cancelled_throws" },
        { typeof(Claiming<StumblesAfterAFailure>), "Compress_after_a_failure_gives_the_same_bytes" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Suite_sees_the_fault(Type fixture, string test)
    {
        Assert.True(await SuiteRun.FailureAsync(fixture, test) is not null, $"{test} passes with {fixture}.");
    }

    [Fact]
    public void Every_test_of_the_suites_has_a_fault_that_it_sees() =>
        Assert.Empty(SuiteRun.Tests.Except(Cases.Select(row => row.Data.Item2)));

    [Fact]
    public async Task Suites_take_a_codec_that_converts_profiles_where_its_fixture_says_so()
    {
        foreach (var test in SuiteRun.Tests.Where(test => test.Contains("profile", StringComparison.Ordinal) || test.Contains("turned", StringComparison.Ordinal)))
        {
            Assert.Null(await SuiteRun.FailureAsync(typeof(ClaimingSrgb<ConvertsToSrgb>), test));
        }
    }
}
