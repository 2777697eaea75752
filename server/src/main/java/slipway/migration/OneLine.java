package slipway.migration;

import java.util.regex.Pattern;

/** Texts of strangers, made to fit where one line of limited length belongs. */
public final class OneLine {
  /** Characters of a name. */
  public static final int NAME = 1000;

  /** Characters of a creator's id. */
  public static final int CREATOR = 500;

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]+");

  private OneLine() {}

  /** The text without line ends and other controls, cut where it is longer than {@code most}. */
  public static String of(String text, int most) {
    String line = CONTROL.matcher(text).replaceAll(" ").strip();
    if (line.length() <= most) {
      return line;
    }
    boolean halvesPair = Character.isHighSurrogate(line.charAt(most - 1));
    return line.substring(0, halvesPair ? most - 1 : most);
  }
}
