/**
 * Files that can be made again at any time, kept as long as there is room for them. Nothing here is
 * the only place of anything: whoever deletes the folder loses time and nothing else. Playback
 * fills it, the erasing of videos empties it.
 */
@NullMarked
package slipway.storage.cache;

import org.jspecify.annotations.NullMarked;
