package slipway.core.video;

import org.jspecify.annotations.Nullable;

/**
 * The stored source.
 *
 * @param size bytes
 * @param sha256 lower-case hexadecimal; {@code null} until it has been computed
 */
public record Content(long size, @Nullable String sha256) {}
