package slipway.sql;

/**
 * The database cannot be used, and nothing was started. The message is one sentence for the person
 * who runs the server, free of secrets; the cause is for the log.
 */
public final class DatabaseUnavailable extends RuntimeException {

  /** What is in the way. */
  public enum Reason {
    /** Another process holds the data folder. */
    IN_USE,
    /** The file is no database or is damaged. */
    CORRUPT,
    /** A later version of the program has migrated it. */
    NEWER_SCHEMA,
    /** Folder or file may not be written, or the disk is full. */
    NOT_WRITABLE,
    /** The server does not answer or refuses the login. */
    UNREACHABLE,
    /** A migration failed, or an applied one no longer is what it was. */
    NOT_MIGRATED
  }

  private final Reason reason;

  DatabaseUnavailable(Reason reason, String sentence) {
    super(sentence);
    this.reason = reason;
  }

  DatabaseUnavailable(Reason reason, String sentence, Throwable cause) {
    super(sentence, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
