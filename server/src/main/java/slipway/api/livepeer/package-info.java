/**
 * Livepeer Studio's upload and VOD API on our own videos: its paths, wire shapes, words, problems
 * and ids. Before it come accounts and keys; it asks core to give tickets, list, delete and retry.
 * After it the ingest rooms take the bytes on the URLs handed out here.
 */
@NullMarked
package slipway.api.livepeer;

import org.jspecify.annotations.NullMarked;
