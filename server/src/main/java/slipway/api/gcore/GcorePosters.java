package slipway.api.gcore;

import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Posters;

/** Pictures in requests: as a data URL (RFC 2397), or by the URL of one (section 2). */
final class GcorePosters {
  private static final Pattern DATA_URL =
      Pattern.compile("data:image/(?:jpeg|jpg|png|webp);base64,([A-Za-z0-9+/=\\s]+)");

  /** In base64, and what goes before it. */
  private static final int LONGEST = Posters.LARGEST * 4 / 3 + 1024;

  private static final String POSTER = "poster";
  private static final String REMOTE = "remote_poster_url";

  private final Posters posters;

  GcorePosters(Posters posters) {
    this.posters = posters;
  }

  /**
   * Keeps the picture that came with a request.
   *
   * @return its key; empty when none came
   * @throws ProblemException {@link Problem.BadField} for what is none
   */
  Optional<String> keep(GcoreFields fields) {
    Optional<String> data = fields.text(POSTER, LONGEST).filter(text -> !text.isBlank());
    if (data.isPresent()) {
      byte[] image = decoded(data.get());
      return Optional.of(told(POSTER, () -> posters.keep(image)));
    }
    return fields
        .text(REMOTE, 8192)
        .filter(url -> !url.isBlank())
        .map(url -> told(REMOTE, () -> posters.keep(posters.fetch(url.strip()))));
  }

  /** Inside the transaction of the record that names it. */
  void adopt(String key) {
    posters.adopt(key);
  }

  /** Inside the transaction that takes its name out of a record. */
  void abandon(String key) {
    posters.abandon(key);
  }

  /** Gives one back that was kept for a request that came to nothing, or stands for none now. */
  void drop(String key) {
    posters.drop(key);
  }

  private static byte[] decoded(String data) {
    Matcher url = DATA_URL.matcher(data.strip());
    if (!url.matches()) {
      throw GcoreFields.wrong(POSTER, "has to be a JPEG, PNG or WebP as a data URL in base64");
    }
    try {
      return Base64.getMimeDecoder().decode(url.group(1));
    } catch (IllegalArgumentException broken) {
      throw GcoreFields.wrong(POSTER, "is no base64");
    }
  }

  private static String told(String field, Supplier<String> kept) {
    try {
      return kept.get();
    } catch (ProblemException failure) {
      if (failure.problem() instanceof Problem.UnsupportedMedia(String why)) {
        throw GcoreFields.wrong(field, why);
      }
      throw failure;
    }
  }
}
