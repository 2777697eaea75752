/**
 * Brings libraries of videos over from elsewhere: reads them page by page, finds out where each
 * file lies, and offers the videos to a server of ours until all of them are there. It runs in the
 * command line, where the vendor's key is, and keeps nothing: what is here is in the server's
 * ledger.
 */
@NullMarked
package slipway.migration;

import org.jspecify.annotations.NullMarked;
