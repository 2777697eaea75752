package slipway.core.migration;

/**
 * What of an address is told: vendors sign the addresses of files in the query, and some name a
 * user, so both are left out. Works on text, as what is no proper address must not be told either.
 */
final class ShownAddress {
  private ShownAddress() {}

  static String of(String url) {
    int end = url.length();
    for (char mark : new char[] {'?', '#'}) {
      int at = url.indexOf(mark);
      end = at < 0 ? end : Math.min(end, at);
    }
    String bare = url.substring(0, end);
    int host = bare.indexOf("//") + 2;
    if (host < 2) {
      return bare;
    }
    int path = bare.indexOf('/', host);
    int user = bare.lastIndexOf('@', path < 0 ? bare.length() : path);
    return user < host ? bare : bare.substring(0, host) + bare.substring(user + 1);
  }
}
