package slipway.sql;

/** The two databases that are spoken to. */
public enum Dialect {
  /** One file, one process; several readers beside one writer. */
  SQLITE("sqlite"),
  /** A server that several processes may share. */
  POSTGRESQL("postgresql");

  private final String folder;

  Dialect(String folder) {
    this.folder = folder;
  }

  /** The folder with the migrations that only this database takes. */
  String folder() {
    return folder;
  }

  /**
   * Reads the dialect off a JDBC address.
   *
   * @throws IllegalArgumentException if it is neither {@code jdbc:sqlite:} nor {@code
   *     jdbc:postgresql:}
   */
  public static Dialect of(String url) {
    if (url.startsWith("jdbc:sqlite:")) {
      return SQLITE;
    }
    if (url.startsWith("jdbc:postgresql:")) {
      return POSTGRESQL;
    }
    throw new IllegalArgumentException(
        "A database address starts with jdbc:sqlite: or jdbc:postgresql:");
  }
}
