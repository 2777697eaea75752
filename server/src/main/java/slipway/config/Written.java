package slipway.config;

/**
 * A value as an operator wrote it.
 *
 * @param spelling the key in the spelling of its source, {@code SLIPWAY_HTTP_PORT}
 * @param place where it stands, {@code environment} or {@code slipway.properties, line 3}
 */
record Written(String spelling, String place, String text) {
  /** A sentence about this value that its writer can act on. */
  String says(String what) {
    return spelling + " (" + place + "): " + what;
  }
}
