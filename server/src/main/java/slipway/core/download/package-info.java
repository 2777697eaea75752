/**
 * Files that an owner offers to be taken away whole. Nothing is made beforehand: playback puts such
 * a file together while it sends it, so an offer is only a word that it may.
 */
@NullMarked
package slipway.core.download;

import org.jspecify.annotations.NullMarked;
