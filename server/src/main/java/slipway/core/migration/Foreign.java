package slipway.core.migration;

/**
 * A video in a library elsewhere.
 *
 * @param account number of our account that it is brought into
 * @param vendor whose service the library is, such as {@code mux}
 * @param library which of the vendor's libraries: its account there, or what else tells it apart
 * @param id what it is called there
 */
public record Foreign(long account, String vendor, String library, String id) {}
