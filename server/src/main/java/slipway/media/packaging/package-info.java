/**
 * Makes HLS and DASH from plain MP4 files: playlists, init segments, and media segments whose
 * payload is only pointed to. Before it, {@code media.container} has read the index of each file,
 * and {@code pipeline} has asked whether the source may be packaged as it is. After it, {@code
 * playback} sends what is made here; nothing of it is stored.
 */
@NullMarked
package slipway.media.packaging;

import org.jspecify.annotations.NullMarked;
