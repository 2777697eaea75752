package slipway.openapi;

/**
 * HTML while it is written. Names of tags and attributes are ours; every text and every value of an
 * attribute is escaped here, so no caller can forget it.
 */
final class Markup {
  private final StringBuilder out = new StringBuilder();

  /** The beginning of every page; {@code prefix} goes before the path of its style. */
  static Markup page(String title, String prefix) {
    Markup page = new Markup();
    page.out.append("<!doctype html>\n");
    page.start("html", "lang", "en").start("head").start("meta", "charset", "utf-8");
    page.start("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    page.put("title", title).start("link", "rel", "stylesheet", "href", prefix + "/docs/docs.css");
    return page.end("head").start("body");
  }

  /** The whole page. */
  String done() {
    return end("body").end("html").out.append('\n').toString();
  }

  /** A tag with attributes, each a name and a value. */
  Markup start(String tag, String... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i + 1 < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      text(attributes[i + 1]);
      out.append('"');
    }
    out.append('>');
    return this;
  }

  Markup end(String tag) {
    out.append("</").append(tag).append('>');
    return this;
  }

  /** An element with nothing but a text in it. */
  Markup put(String tag, String text, String... attributes) {
    return start(tag, attributes).text(text).end(tag);
  }

  /** A text in which what stands between two backticks is code. */
  Markup prose(String text) {
    boolean isCode = false;
    for (String piece : text.split("`", -1)) {
      if (isCode) {
        put("code", piece);
      } else {
        text(piece);
      }
      isCode = !isCode;
    }
    return this;
  }

  Markup text(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
    return this;
  }
}
