/**
 * Who may do what: accounts, their ids in every dialect, and API keys. Every request passes here
 * first; what it may touch follows from the account found.
 */
@NullMarked
package slipway.core.account;

import org.jspecify.annotations.NullMarked;
