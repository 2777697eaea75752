package slipway.media.transcode;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The part of a source that one run encodes (MD-40).
 *
 * @param number of the chunk, from 0
 * @param start of its first picture on the file's time line
 * @param seek where to begin reading: a little before the first picture, so that no rounding loses
 *     it, and after the one before
 * @param length how much to read; empty for the last one, which goes to the end
 * @param frames how many pictures there must be; empty for the last one
 */
record Window(
    int number, Duration start, Duration seek, Optional<Duration> length, OptionalLong frames) {}
