package slipway.migration.vendor;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import slipway.config.Secret;
import slipway.json.Json;
import slipway.json.JsonException;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonObject;
import slipway.migration.CaptionFile;
import slipway.migration.Pause;
import slipway.migration.VendorException;
import slipway.outgoing.Answer;
import slipway.outgoing.Call;
import slipway.outgoing.Limits;
import slipway.outgoing.Outgoing;
import slipway.outgoing.OutgoingException;

/**
 * A vendor's JSON API behind a key. Waits when the vendor says that it is asked too often, tries
 * again when it stumbles, and reads no more of an answer than fits. The key goes to the base
 * address and nowhere else, and stands in no message.
 */
public final class VendorApi {
  private static final int TRIES = 8;

  /** What concerns one video only is not worth holding up all others for long. */
  private static final int TRIES_FOR_ONE = 4;

  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
  private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");
  private static final Limits LIMITS = new Limits(Duration.ofMinutes(2), Json.LONGEST_TEXT);
  private static final Limits TEXTS = new Limits(Duration.ofMinutes(2), CaptionFile.LONGEST);

  private final Outgoing outgoing;
  private final String vendor;
  private final String base;
  private final Secret authorization;
  private final Pause pause;

  /**
   * @param vendor its name, for messages
   * @param base what stands before the paths
   * @param authorization the value of the header that proves who asks
   */
  public VendorApi(Outgoing outgoing, String vendor, URI base, Secret authorization, Pause pause) {
    this.outgoing = outgoing;
    this.vendor = vendor;
    String text = base.toString();
    this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    this.authorization = authorization;
    this.pause = pause;
  }

  /** Host, and port where it is not the usual one: what tells one service from another. */
  String host() {
    URI uri = URI.create(base);
    return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
  }

  /** The name for messages. */
  String vendor() {
    return vendor;
  }

  /**
   * An answer.
   *
   * @param body what it said; {@link JsonValue.JsonNull} when that was no JSON
   */
  record Reply(int status, JsonValue body) {
    boolean isGood() {
      return status / 100 == 2;
    }

    /** The body as an object, or one without members. */
    JsonObject object() {
      return body instanceof JsonObject object ? object : JsonValue.object(Map.of());
    }
  }

  /** An answer was longer than is read; the same in smaller pieces may fit. */
  static final class TooLong extends VendorException {
    private static final long serialVersionUID = 1L;

    TooLong(String sentence, OutgoingException cause) {
      super(sentence, cause);
    }
  }

  /** Reads a text that concerns one video only. */
  Optional<String> text(String path) throws VendorException, InterruptedException {
    return text(Call.get(base + path, TEXTS).with("Authorization", authorization.reveal()));
  }

  /** Reads a text from another address, without the key. */
  Optional<String> textAt(String url) throws VendorException, InterruptedException {
    return text(Call.get(url, TEXTS));
  }

  private Optional<String> text(Call call) throws VendorException, InterruptedException {
    Raw raw = raw(call, TRIES_FOR_ONE);
    return raw.status() / 100 == 2 ? Optional.of(raw.text()) : Optional.empty();
  }

  /** Reads what cannot be done without. */
  JsonValue get(String path) throws VendorException, InterruptedException {
    return required(send(Call.get(base + path, LIMITS), TRIES), path);
  }

  /** Reads what concerns one video only, whatever the answer. */
  Reply ask(String path) throws VendorException, InterruptedException {
    return send(Call.get(base + path, LIMITS), TRIES_FOR_ONE);
  }

  Reply post(String path, Object body) throws VendorException, InterruptedException {
    return send(json(Call.post(base + path, Json.writeText(body), LIMITS)), TRIES_FOR_ONE);
  }

  Reply put(String path, Object body) throws VendorException, InterruptedException {
    return send(json(Call.put(base + path, Json.writeText(body), LIMITS)), TRIES_FOR_ONE);
  }

  /** A text of the vendor's as a segment of a path, or as a value in a query. */
  static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Call json(Call call) {
    return call.with("Content-Type", "application/json");
  }

  private JsonValue required(Reply reply, String path) throws VendorException {
    if (reply.isGood()) {
      return reply.body();
    }
    throw new VendorException(
        switch (reply.status()) {
          case 401, 403 ->
              "%s refused the key (status %d). Check that it is whole, and that it may read videos."
                  .formatted(vendor, reply.status());
          case 404 ->
              "%s knows no address %s. Check the base URL and the account."
                  .formatted(vendor, bare(path));
          default -> "%s answered %s with status %d.".formatted(vendor, bare(path), reply.status());
        });
  }

  private static String bare(String path) {
    int query = path.indexOf('?');
    return query < 0 ? path : path.substring(0, query);
  }

  private Reply send(Call call, int tries) throws VendorException, InterruptedException {
    Raw raw = raw(call.with("Authorization", authorization.reveal()), tries);
    return new Reply(raw.status(), body(raw));
  }

  private record Raw(int status, String text) {}

  private Raw raw(Call call, int tries) throws VendorException, InterruptedException {
    Duration wait = FIRST_WAIT;
    String trouble = "";
    for (int attempt = 1; attempt <= tries; attempt++) {
      Duration asked = null;
      try (Answer answer = outgoing.send(call)) {
        int status = answer.status();
        if (status != 408 && status != 429 && status < 500) {
          return new Raw(status, read(answer));
        }
        trouble = "the last time with status " + status;
        asked = retryAfter(answer);
      } catch (OutgoingException failure) {
        trouble = String.valueOf(failure.getMessage());
        if (failure instanceof OutgoingException.TooLarge) {
          throw new TooLong(vendor + " sent an answer that is too long: " + trouble, failure);
        }
        if (!passes(failure)) {
          throw new VendorException(vendor + " cannot be asked: " + trouble, failure);
        }
      }
      if (attempt < tries) {
        pause.of(asked != null && asked.compareTo(wait) > 0 ? asked : wait);
        wait = shorter(wait.multipliedBy(2), LONGEST_WAIT);
      }
    }
    throw new VendorException(
        "%s did not answer after %d tries: %s".formatted(vendor, tries, trouble));
  }

  /** Whether the next try may go better. */
  private static boolean passes(OutgoingException failure) {
    return switch (failure) {
      case OutgoingException.Unreachable _ -> true;
      case OutgoingException.TimedOut _ -> true;
      case OutgoingException.Refused _ -> false;
      case OutgoingException.TooLarge _ -> false;
      case OutgoingException.BadAnswer _ -> false;
    };
  }

  private static @Nullable Duration retryAfter(Answer answer) {
    Optional<String> seconds =
        answer.header("Retry-After").map(String::strip).filter(SECONDS.asMatchPredicate());
    return seconds.isEmpty()
        ? null
        : shorter(Duration.ofSeconds(Long.parseLong(seconds.get())), LONGEST_WAIT);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static String read(Answer answer) throws OutgoingException {
    var bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[16 * 1024];
    for (int count = answer.read(buffer); count >= 0; count = answer.read(buffer)) {
      bytes.write(buffer, 0, count);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private JsonValue body(Raw raw) throws VendorException {
    if (raw.status() / 100 != 2) {
      return new JsonValue.JsonNull();
    }
    try {
      return Json.tree(raw.text());
    } catch (JsonException broken) {
      throw new VendorException(
          vendor + " sent an answer that is no JSON: " + broken.problem(), broken);
    }
  }
}
