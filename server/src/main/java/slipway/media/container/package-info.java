/**
 * Reads the index of an MP4 or QuickTime file: which tracks it has, where each sample lies, when it
 * is shown. Before it, {@code storage} has brought the bytes to rest and handed in a {@link
 * slipway.media.container.ByteSource}; nothing in here trusts those bytes. After it, {@code
 * media.packaging} makes playlists and segments from the index, and {@code pipeline} decides on its
 * facts.
 */
@NullMarked
package slipway.media.container;

import org.jspecify.annotations.NullMarked;
