package slipway.media.ffmpeg;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A filter graph, built from filter names, numbers and plain words only: no character that the
 * graph syntax knows can come in through a value (MD-07).
 *
 * @param chains in order; their text is joined with semicolons
 */
public record FilterGraph(List<Chain> chains) {
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_/.+-]{1,40}");
  private static final Pattern PAD =
      Pattern.compile("[a-z0-9]{1,16}|[01]:[0-9]{1,5}|0:i:[0-9]{1,10}");

  /**
   * A track of an MP4 file by its number in there, however FFmpeg counts its streams: cover
   * pictures and tracks of other kinds move those.
   */
  public static String trackOfMp4(int id) {
    return "0:i:" + id;
  }

  /** Copies the list. */
  public FilterGraph {
    chains = List.copyOf(chains);
    if (chains.isEmpty()) {
      throw new IllegalArgumentException("no chain");
    }
  }

  /** As {@code -filter_complex} takes it. */
  public String text() {
    return chains.stream().map(Chain::text).collect(Collectors.joining(";"));
  }

  /**
   * Filters in a row.
   *
   * @param from pads or streams ({@code 0:1}) that feed the first
   * @param filters at least one
   * @param to pads the last one feeds
   */
  public record Chain(List<String> from, List<Filter> filters, List<String> to) {
    /** Refuses empty chains and odd pad names. */
    public Chain {
      from = List.copyOf(from);
      filters = List.copyOf(filters);
      to = List.copyOf(to);
      if (from.isEmpty() || filters.isEmpty() || to.isEmpty()) {
        throw new IllegalArgumentException("a chain needs a filter, and pads on both sides");
      }
      from.forEach(pad -> checked(PAD, pad));
      to.forEach(pad -> checked(PAD, pad));
    }

    /** With one pad or stream before it. */
    public Chain(String from, List<Filter> filters, List<String> to) {
      this(List.of(from), filters, to);
    }

    String text() {
      return pads(from)
          + filters.stream().map(Filter::text).collect(Collectors.joining(","))
          + pads(to);
    }

    private static String pads(List<String> pads) {
      return pads.stream().map(pad -> "[" + pad + "]").collect(Collectors.joining());
    }
  }

  /** One filter with its options, in order. Make one with {@link FilterGraph#filter(String)}. */
  public record Filter(String name, List<String> options) {
    /** Refuses names that are not plain words. */
    public Filter {
      checked(WORD, name);
      options = List.copyOf(options);
    }

    public Filter with(String key, long value) {
      return withWord(key, Long.toString(value));
    }

    /** Rounded to microseconds. */
    public Filter with(String key, double value) {
      return withWord(key, String.format(Locale.ROOT, "%.6f", value));
    }

    /** A word of our own code, such as {@code bt709} or {@code 30000/1001}. */
    public Filter withWord(String key, String word) {
      List<String> longer = new ArrayList<>(options);
      longer.add(checked(WORD, key) + "=" + checked(WORD, word));
      return new Filter(name, longer);
    }

    /** A share of a difference that the filter knows, such as {@code W-w}. */
    public Filter withShare(String key, double share, String difference) {
      String value = String.format(Locale.ROOT, "(%s)*%.6f", checked(WORD, difference), share);
      List<String> longer = new ArrayList<>(options);
      longer.add(checked(WORD, key) + "=" + value);
      return new Filter(name, longer);
    }

    /**
     * An expression that moves every time stamp to so many seconds earlier, or later below zero.
     */
    public Filter withEarlier(String key, double seconds) {
      List<String> longer = new ArrayList<>(options);
      longer.add(checked(WORD, key) + "=" + String.format(Locale.ROOT, "PTS%+.6f/TB", -seconds));
      return new Filter(name, longer);
    }

    String text() {
      return options.isEmpty() ? name : name + "=" + String.join(":", options);
    }
  }

  public static Filter filter(String name) {
    return new Filter(name, List.of());
  }

  private static String checked(Pattern pattern, String text) {
    if (!pattern.matcher(text).matches()) {
      throw new IllegalArgumentException("not plain: " + text);
    }
    return text;
  }
}
