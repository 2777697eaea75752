package slipway.playback;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.http.Query;
import slipway.media.thumbnail.Fit;
import slipway.media.thumbnail.PictureBox;

/**
 * What the query of a picture's address asks for: {@code time=5m2s}, {@code width}, {@code height},
 * {@code fit}, {@code duration}, {@code fps}, {@code interval}. What is missing or empty has a
 * default; what cannot be read is refused.
 */
record PictureQuery(Query query) {
  private static final Pattern TIME =
      Pattern.compile("(?:([0-9]{1,5})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,8}(?:\\.[0-9]{1,6})?)s?)?");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");

  private static final Set<String> CARRIED_ON =
      Set.of("accessKey", "jwt", "interval", "columns", "width");

  /** Larger pictures than this are not made when neither side is given. */
  static final int USUAL_SIDE = 640;

  Duration time(String name, Duration otherwise) {
    String text = query.first(name).orElse("");
    if (text.isEmpty()) {
      return otherwise;
    }
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      throw bad(name, "must be a time such as 5m2s or 1.5s");
    }
    long seconds = number(time.group(1)) * 3600 + number(time.group(2)) * 60;
    double rest = time.group(3) == null ? 0 : Double.parseDouble(time.group(3));
    return Duration.ofSeconds(seconds).plusMillis(Math.round(rest * 1000));
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  int count(String name, int otherwise) {
    return side(name).orElse(otherwise);
  }

  /** The box; with no side given, the usual one, in which nothing is cut off. */
  PictureBox box() {
    OptionalInt width = side("width");
    OptionalInt height = side("height");
    Fit fit = fit();
    return width.isEmpty() && height.isEmpty()
        ? PictureBox.within(USUAL_SIDE, USUAL_SIDE)
        : new PictureBox(width, height, fit);
  }

  private Fit fit() {
    return switch (query.first("fit").orElse("")) {
      case "", "crop" -> Fit.CROP;
      case "clip" -> Fit.CLIP;
      case "scale" -> Fit.SCALE;
      case "fill" -> Fit.FILL;
      default -> throw bad("fit", "must be crop, clip, scale or fill");
    };
  }

  private OptionalInt side(String name) {
    Optional<String> text = query.first(name).filter(value -> !value.isEmpty());
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    if (!NUMBER.matcher(text.get()).matches() || Integer.parseInt(text.get()) == 0) {
      throw bad(name, "must be a positive number");
    }
    return OptionalInt.of(Integer.parseInt(text.get()));
  }

  /**
   * What of this query belongs behind the address of a picture in an index: a token, which whoever
   * came with it goes on with (LP-133), and what the index itself depends on.
   */
  String carriedOn() {
    StringBuilder out = new StringBuilder();
    for (Query.Parameter parameter : query.parameters()) {
      if (CARRIED_ON.contains(parameter.name())) {
        out.append(out.isEmpty() ? '?' : '&')
            .append(parameter.name())
            .append('=')
            .append(URLEncoder.encode(parameter.value(), StandardCharsets.UTF_8));
      }
    }
    return out.toString();
  }

  private static ProblemException bad(String field, String message) {
    return new ProblemException(new Problem.BadField(field, message));
  }
}
