/**
 * Cloudflare Stream's upload and VOD API on our own videos: its paths, envelopes, words, problems
 * and ids. Before it come accounts and keys; it asks core to give one-time URLs, list, change and
 * delete. After it the ingest rooms take the bytes on the URLs handed out here, and playback serves
 * viewers under the addresses that the video object names.
 */
@NullMarked
package slipway.api.cloudflare;

import org.jspecify.annotations.NullMarked;
