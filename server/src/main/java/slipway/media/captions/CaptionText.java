package slipway.media.captions;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** From bytes to text, and from anybody's text to WebVTT's (REL-55). */
final class CaptionText {
  private static final Pattern TAG =
      Pattern.compile("(/?)([A-Za-z]{1,10})((?:\\.[A-Za-z0-9_-]{1,30}){0,8})(?:\\s+([^<>]*))?/?");
  private static final Pattern TIMESTAMP =
      Pattern.compile("(?:[0-9]{2,4}:)?[0-9]{2}:[0-9]{2}\\.[0-9]{3}");
  private static final Pattern ENTITY =
      Pattern.compile("&(?:amp|lt|gt|nbsp|lrm|rlm|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});");

  /** Places and colours as players of ASS know them, which some write into SRT. */
  private static final Pattern OVERRIDE = Pattern.compile("\\{\\\\[^{}]{0,200}}");

  /** Of HTML in SRT; {@code font} and all others go, their words stay. */
  private static final Set<String> SRT_TAGS = Set.of("i", "b", "u");

  private static final Set<String> VTT_TAGS = Set.of("i", "b", "u", "c", "ruby", "rt", "v", "lang");

  /** Their start tag says who speaks, or in which language. */
  private static final Set<String> ANNOTATED = Set.of("v", "lang");

  private static final int LONGEST_MARK = 3;

  private CaptionText() {}

  /**
   * The text of a file in UTF-8, or in UTF-16 with its mark. Where it is neither, reading throws
   * {@link CharacterCodingException}.
   */
  static Reader decoded(InputStream file) throws IOException {
    var bytes = new PushbackInputStream(file, LONGEST_MARK);
    byte[] head = bytes.readNBytes(LONGEST_MARK);
    Charset charset = StandardCharsets.UTF_8;
    int mark = 0;
    if (startsWith(head, 0xef, 0xbb, 0xbf)) {
      mark = 3;
    } else if (startsWith(head, 0xff, 0xfe)) {
      charset = StandardCharsets.UTF_16LE;
      mark = 2;
    } else if (startsWith(head, 0xfe, 0xff)) {
      charset = StandardCharsets.UTF_16BE;
      mark = 2;
    }
    bytes.unread(head, mark, head.length - mark);
    return new BufferedReader(new InputStreamReader(bytes, charset.newDecoder()));
  }

  private static boolean startsWith(byte[] file, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (i >= file.length || (file[i] & 0xff) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  /** Cue text in which every angle bracket and ampersand is one of ours. */
  static String clean(String payload, boolean vtt) {
    String text = vtt ? payload : OVERRIDE.matcher(payload).replaceAll("");
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int at = 0; at < text.length(); ) {
      char c = text.charAt(at);
      int length = 1;
      switch (c) {
        case '<' -> length = tag(text, at, vtt, out);
        case '>' -> out.append("&gt;");
        case '&' -> length = ampersand(text, at, out);
        case '\n', '\t' -> out.append(c);
        default -> {
          if (!Character.isISOControl(c)) {
            out.append(c);
          }
        }
      }
      at += length;
    }
    return withoutEmptyLines(out.toString());
  }

  /** Writes a tag that WebVTT knows, nothing for another, and escapes what is none. */
  private static int tag(String text, int at, boolean vtt, StringBuilder out) {
    int end = at + 1;
    while (end < text.length() && text.charAt(end) != '>' && text.charAt(end) != '<') {
      end++;
    }
    if (end == text.length() || text.charAt(end) == '<') {
      out.append("&lt;");
      return 1;
    }
    String inside = text.substring(at + 1, end);
    Matcher tag = TAG.matcher(inside);
    if (vtt && TIMESTAMP.matcher(inside).matches()) {
      out.append('<').append(inside).append('>');
    } else if (tag.matches()) {
      known(tag, vtt, out);
    } else if (!looksLikeTag(inside)) {
      out.append("&lt;");
      return 1;
    }
    return end + 1 - at;
  }

  private static boolean looksLikeTag(String inside) {
    return !inside.isEmpty()
        && (Character.isLetter(inside.charAt(0)) || "/!?".indexOf(inside.charAt(0)) >= 0);
  }

  private static void known(Matcher tag, boolean vtt, StringBuilder out) {
    String name = tag.group(2).toLowerCase(Locale.ROOT);
    if (!(vtt ? VTT_TAGS : SRT_TAGS).contains(name)) {
      return;
    }
    boolean closing = !tag.group(1).isEmpty();
    out.append(closing ? "</" : "<").append(name);
    if (!closing && vtt) {
      out.append(tag.group(3));
      String annotation = tag.group(4);
      if (annotation != null && ANNOTATED.contains(name)) {
        out.append(' ').append(escaped(annotation));
      }
    }
    out.append('>');
  }

  private static String escaped(String annotation) {
    StringBuilder out = new StringBuilder();
    for (int at = 0; at < annotation.length(); ) {
      if (annotation.charAt(at) == '&') {
        at += ampersand(annotation, at, out);
      } else {
        char c = annotation.charAt(at++);
        out.append(Character.isISOControl(c) ? ' ' : c);
      }
    }
    return out.toString().strip();
  }

  /** What is an entity already stays one: converters leave them behind. */
  private static int ampersand(String text, int at, StringBuilder out) {
    Matcher entity = ENTITY.matcher(text).region(at, Math.min(text.length(), at + 12));
    if (entity.lookingAt()) {
      out.append(entity.group());
      return entity.end() - at;
    }
    out.append("&amp;");
    return 1;
  }

  /** An empty line would end the cue. */
  private static String withoutEmptyLines(String text) {
    return String.join(
        "\n", text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList());
  }
}
