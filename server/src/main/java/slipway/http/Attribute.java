package slipway.http;

/**
 * A typed slot for something learned about a request on its way, such as the account behind its
 * key. Compared by identity: keep it in a constant of the room that fills it.
 *
 * @see Request#get(Attribute)
 */
public final class Attribute<T> {

  private final Class<T> type;

  /** A new slot, different from every other, also of the same type. */
  public Attribute(Class<T> type) {
    this.type = type;
  }

  /** The type of what is kept here. */
  Class<T> type() {
    return type;
  }
}
