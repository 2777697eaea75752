package slipway.core.video;

import org.jspecify.annotations.Nullable;

/**
 * A rendition that the owner asked for by hand; what is {@code null} follows from the source.
 *
 * @param bitrate bits a second
 * @param width pixels
 * @param height pixels
 * @param fps frames a second, numerator when {@code fpsDen} is given; 0 keeps the source's rate
 * @param quality constant rate factor, 0 (best) to 44
 * @param gop keyframe distance in the caller's notation
 */
public record RequestedRendition(
    int bitrate,
    @Nullable String name,
    @Nullable Integer width,
    @Nullable Integer height,
    @Nullable Integer fps,
    @Nullable Integer fpsDen,
    @Nullable Integer quality,
    @Nullable String gop,
    @Nullable String profile,
    @Nullable String encoder) {}
