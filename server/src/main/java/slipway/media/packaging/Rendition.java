package slipway.media.packaging;

import java.util.Optional;
import slipway.media.container.Size;
import slipway.media.container.TrackKind;

/**
 * One track of a presentation, as playlists tell about it.
 *
 * @param name in addresses
 * @param track its number in its file
 * @param codecs for the attribute CODECS
 * @param bandwidth bits per second at the peak (RFC 8216, 4.3.4.2)
 * @param averageBandwidth bits per second over all segments
 * @param size as shown; empty for sound
 * @param frameRate pictures per second on average; 0 for sound
 * @param channels of sound; 0 for pictures
 * @param sampleRate of sound in Hz; 0 for pictures
 * @param language ISO 639-2, {@code und} when unknown
 * @param segments how many there are
 * @param duration in seconds
 */
public record Rendition(
    String name,
    TrackKind kind,
    int track,
    String codecs,
    long bandwidth,
    long averageBandwidth,
    Optional<Size> size,
    double frameRate,
    int channels,
    int sampleRate,
    String language,
    int segments,
    double duration) {}
