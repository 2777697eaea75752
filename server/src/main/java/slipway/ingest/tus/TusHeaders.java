package slipway.ingest.tus;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import slipway.core.upload.Upload;
import slipway.http.Headers;
import slipway.http.Response;

/** Reads the protocol's header fields strictly; what is wrong is thrown as {@link TusException}. */
final class TusHeaders {
  private TusHeaders() {}

  /** The one version there is. */
  static final String VERSION = "1.0.0";

  private static final String OFFSET_STREAM = "application/offset+octet-stream";

  /** RFC 9110 section 5.6.7, as {@code Upload-Expires} wants it (TUS-92). */
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /** The request must speak tus 1.0.0 (TUS-16). */
  static void requireVersion(Headers headers) {
    if (!headers.all("Tus-Resumable").equals(List.of(VERSION))) {
      throw new TusException(TusError.UNSUPPORTED_VERSION.refusal().with("Tus-Version", VERSION));
    }
  }

  /** Whether the body is said to be bytes of an upload; parameters and case do not count. */
  static boolean isOffsetStream(Headers headers) {
    String type = headers.first("Content-Type").orElse("");
    int parameters = type.indexOf(';');
    return OFFSET_STREAM.equalsIgnoreCase(
        (parameters < 0 ? type : type.substring(0, parameters)).strip());
  }

  /** {@code Upload-Offset}, given exactly once (TUS-39). */
  static long offset(Headers headers) {
    List<String> given = headers.all("Upload-Offset");
    OptionalLong offset = given.size() == 1 ? number(given.getFirst()) : OptionalLong.empty();
    return offset.orElseThrow(TusError.INVALID_OFFSET::thrown);
  }

  /** The length a creation declares, {@code null} when it is deferred (TUS-61, TUS-62, TUS-83). */
  static @Nullable Long lengthOrDeferred(Headers headers) {
    List<String> deferred = headers.all("Upload-Defer-Length");
    boolean declared = headers.has("Upload-Length");
    if (deferred.isEmpty()) {
      return length(headers).orElseThrow(TusError.INVALID_UPLOAD_LENGTH::thrown);
    }
    if (declared) {
      throw TusError.AMBIGUOUS_UPLOAD_LENGTH.thrown();
    }
    if (!deferred.equals(List.of("1"))) {
      throw TusError.INVALID_UPLOAD_LENGTH_DEFER.thrown();
    }
    return null;
  }

  /** {@code Upload-Length} if it is given; more than once only with the same value. */
  static OptionalLong length(Headers headers) {
    OptionalLong length = OptionalLong.empty();
    for (String given : headers.all("Upload-Length")) {
      OptionalLong value = number(given);
      if (value.isEmpty() || (length.isPresent() && !length.equals(value))) {
        throw TusError.INVALID_UPLOAD_LENGTH.thrown();
      }
      length = value;
    }
    return length;
  }

  /** The answer with the upload's offset and, while it is unfinished, its time (TUS-37, TUS-92). */
  static Response progress(Response answer, Upload upload) {
    // A whole that waits for its parts has no offset (TUS-138).
    boolean waits = upload.isJoined() && upload.state() == Upload.State.OPEN;
    Response told = waits ? answer : answer.with("Upload-Offset", Long.toString(upload.offset()));
    return upload.isUnfinished() ? told.with("Upload-Expires", date(upload.expiresAt())) : told;
  }

  /** A point in time as header fields write it. */
  static String date(Instant at) {
    return HTTP_DATE.format(at);
  }

  /** Decimal digits up to 2^63-1; leading zeros and outer spaces do no harm. */
  private static OptionalLong number(String given) {
    String digits = given.strip();
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(digits));
    } catch (NumberFormatException tooLarge) {
      return OptionalLong.empty();
    }
  }
}
