package slipway.media.transcode;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import slipway.media.probe.Ratio;

/**
 * A rung as somebody asked for it; what is empty follows from the source.
 *
 * @param name any text; made plain and unique
 * @param width of a box that the picture is fitted into
 * @param height of that box
 * @param bitrate bits per second
 * @param rate frames per second
 * @param quality constant rate factor, 0 to 51
 * @param keyFrames distance of key frames; zero makes every picture one
 */
public record WantedRung(
    Optional<String> name,
    OptionalInt width,
    OptionalInt height,
    OptionalLong bitrate,
    Optional<Ratio> rate,
    OptionalInt quality,
    VideoEncoder encoder,
    H264Profile profile,
    Optional<Duration> keyFrames) {}
