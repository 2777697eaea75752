package slipway.api.livepeer.schema;

import java.util.regex.Pattern;

/** Whether a text is a URI by RFC 3986, as Ajv's format of that name understands it. */
final class UriFormat {
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*");
  private static final String MARKS = "-._~!$&'()*+,;=:@";

  /**
   * Groups of an IPv6 address; that there are as many as there must be is for its reader. There is
   * one way only to split a text at its first colon.
   */
  private static final Pattern IP_LITERAL =
      Pattern.compile(
          "\\[([0-9A-Fa-f.]*+:[0-9A-Fa-f:.]*+|[vV][0-9A-Fa-f]+\\.[A-Za-z0-9._~!$&'()*+,;=:-]+)\\]");

  private UriFormat() {}

  static boolean matches(String text) {
    int colon = text.indexOf(':');
    if (colon < 0 || !SCHEME.matcher(text.substring(0, colon)).matches()) {
      return false;
    }
    String rest = text.substring(colon + 1);
    if (!rest.startsWith("//")) {
      return hasOnly(rest, "/?#");
    }
    int end = 2;
    while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    return isAuthority(rest.substring(2, end)) && isTail(rest.substring(end));
  }

  private static boolean isAuthority(String authority) {
    String host = authority.substring(authority.lastIndexOf('@') + 1);
    String before = authority.substring(0, authority.length() - host.length());
    if (!host.startsWith("[")) {
      return hasOnly(authority, "");
    }
    int bracket = host.indexOf(']');
    return bracket > 0
        && hasOnly(before, "")
        && isLiteral(host.substring(0, bracket + 1))
        && host.substring(bracket + 1).matches("(:\\d*)?");
  }

  private static boolean isLiteral(String literal) {
    int first = literal.indexOf("::");
    boolean twice = first >= 0 && literal.indexOf("::", first + 1) >= 0;
    return !twice && IP_LITERAL.matcher(literal).matches();
  }

  /** Path, query and fragment; a second {@code #} belongs to none of them. */
  private static boolean isTail(String tail) {
    int hash = tail.indexOf('#');
    return hash < 0
        ? hasOnly(tail, "/?")
        : hasOnly(tail.substring(0, hash), "/?") && hasOnly(tail.substring(hash + 1), "/?");
  }

  private static boolean hasOnly(String text, String more) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        if (!isHex(text, i + 1) || !isHex(text, i + 2)) {
          return false;
        }
      } else if (!isAsciiLetterOrDigit(c) && MARKS.indexOf(c) < 0 && more.indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHex(String text, int at) {
    return at < text.length()
        && text.charAt(at) < 0x80
        && Character.digit(text.charAt(at), /* radix= */ 16) >= 0;
  }

  private static boolean isAsciiLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
