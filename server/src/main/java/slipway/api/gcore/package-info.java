/**
 * Gcore's Video Hosting API on our own videos: its paths, wire shapes, words and problems. Before
 * it come accounts and keys; it asks core to make videos, list, change and delete them. After it
 * the tus door takes the bytes with the tokens handed out here, and playback serves what the URLs
 * in a video name.
 */
@NullMarked
package slipway.api.gcore;

import org.jspecify.annotations.NullMarked;
