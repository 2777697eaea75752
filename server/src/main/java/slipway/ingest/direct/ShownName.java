package slipway.ingest.direct;

/** What a client calls its file: a text to show, never a path (REL-95). */
public final class ShownName {
  private static final int LONGEST = 255;

  private ShownName() {}

  /** On one line, of at most 255 characters; empty when nothing is left. */
  public static String of(String given) {
    String name = given.replaceAll("\\p{Cntrl}", "").strip();
    int end = name.offsetByCodePoints(0, Math.min(LONGEST, name.codePointCount(0, name.length())));
    return name.substring(0, end);
  }
}
