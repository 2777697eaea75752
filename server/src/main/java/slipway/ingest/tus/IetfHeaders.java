package slipway.ingest.tus;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import slipway.core.upload.TakeBytes;
import slipway.core.upload.Upload;
import slipway.http.Headers;
import slipway.http.Response;

/** Reads and writes the header fields of the IETF dialect (RFC 9651 items). */
final class IetfHeaders {
  private IetfHeaders() {}

  private static final String PARTIAL_UPLOAD = "application/partial-upload";

  /** An integer of RFC 9651 has at most 15 digits. */
  private static final Pattern INTEGER = Pattern.compile("[0-9]{1,15}");

  private static final Pattern FILENAME =
      Pattern.compile(
          "(?i)(?:^|;)\\s*filename\\s*=\\s*(?:\"((?:[^\"\\\\]++|\\\\.)*+)\"|([^;\\s]+))");
  private static final Pattern EXTENDED_FILENAME =
      Pattern.compile("(?i)(?:^|;)\\s*filename\\*\\s*=\\s*UTF-8'[^']*'([^;\\s]+)");

  /** Whether the body is said to be bytes of an upload. */
  static boolean isPartialUpload(Headers headers) {
    String type = headers.first("Content-Type").orElse("");
    int parameters = type.indexOf(';');
    return PARTIAL_UPLOAD.equalsIgnoreCase(
        (parameters < 0 ? type : type.substring(0, parameters)).strip());
  }

  /**
   * Whether the body ends the upload.
   *
   * @throws TusException when it is not said (TUS-244)
   */
  static boolean complete(Headers headers, Speech.Ietf speech) {
    List<String> given = headers.all(speech.isInverted() ? "Upload-Incomplete" : "Upload-Complete");
    String said = given.size() == 1 ? given.getFirst().strip() : "";
    return switch (said) {
      case "?1" -> !speech.isInverted();
      case "?0" -> speech.isInverted();
      default ->
          throw new TusException(
              TusError.INVALID_OFFSET.refusal("missing or invalid Upload-Complete header"));
    };
  }

  /** {@code Upload-Offset}, exactly once (TUS-244). */
  static long offset(Headers headers) {
    return integer(headers, "Upload-Offset").orElseThrow(TusError.INVALID_OFFSET::thrown);
  }

  /** {@code Upload-Length} if it is given. */
  static OptionalLong length(Headers headers) {
    if (headers.has("Upload-Length") && integer(headers, "Upload-Length").isEmpty()) {
      throw TusError.INVALID_UPLOAD_LENGTH.thrown();
    }
    return integer(headers, "Upload-Length");
  }

  private static OptionalLong integer(Headers headers, String name) {
    List<String> given = headers.all(name);
    String said = given.size() == 1 ? given.getFirst().strip() : "";
    return INTEGER.matcher(said).matches()
        ? OptionalLong.of(Long.parseLong(said))
        : OptionalLong.empty();
  }

  /**
   * What the client says about its file, as fields of tus's metadata (TUS-253): its {@code
   * Upload-Metadata}, or else {@code Content-Disposition} and {@code Content-Type}.
   */
  static TusMetadata metadata(Headers headers) {
    if (headers.has("Upload-Metadata")) {
      return TusMetadata.of(headers);
    }
    List<String> pairs = new ArrayList<>();
    filename(headers.first("Content-Disposition").orElse(""))
        .ifPresent(name -> pairs.add("filename " + base64(name)));
    headers
        .first("Content-Type")
        .filter(_ -> !isPartialUpload(headers))
        .ifPresent(type -> pairs.add("filetype " + base64(type)));
    return TusMetadata.of(Headers.of("Upload-Metadata", String.join(",", pairs)));
  }

  private static Optional<String> filename(String disposition) {
    Matcher extended = EXTENDED_FILENAME.matcher(disposition);
    if (extended.find()) {
      return Optional.of(decoded(extended.group(1)));
    }
    Matcher plain = FILENAME.matcher(disposition);
    if (!plain.find()) {
      return Optional.empty();
    }
    String quoted = plain.group(1);
    return Optional.of(quoted == null ? plain.group(2) : quoted.replaceAll("\\\\(.)", "$1"));
  }

  /** RFC 8187; a broken escape stays as it is. */
  private static String decoded(String escaped) {
    byte[] bytes = new byte[escaped.length()];
    int length = 0;
    for (int i = 0; i < escaped.length(); i++) {
      int high = i + 2 < escaped.length() ? Character.digit(escaped.charAt(i + 1), 16) : -1;
      int low = i + 2 < escaped.length() ? Character.digit(escaped.charAt(i + 2), 16) : -1;
      if (escaped.charAt(i) == '%' && high >= 0 && low >= 0) {
        bytes[length++] = (byte) (high << 4 | low);
        i += 2;
      } else {
        bytes[length++] = (byte) escaped.charAt(i);
      }
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The answer with how far the upload is, in the words of the request's version. */
  static Response progress(Response answer, Speech.Ietf speech, Upload upload, TakeBytes take) {
    boolean complete = upload.state() == Upload.State.FINISHED;
    Response told =
        complete(answer, speech, complete).with("Upload-Offset", Long.toString(upload.offset()));
    if (upload.length() != null) {
      told = told.with("Upload-Length", Long.toString(upload.length()));
    }
    return speech.isTyped() && !complete
        ? told.with("Upload-Limit", UploadLimit.of(take, upload))
        : told;
  }

  /** The answer with the request's version of the draft; in none where it named none (TUS-257). */
  static Response echoed(Response answer, Speech.Ietf speech) {
    return speech.version() > 0
        ? answer.with("Upload-Draft-Interop-Version", Integer.toString(speech.version()))
        : answer;
  }

  /** The answer with whether the upload is complete. */
  static Response complete(Response answer, Speech.Ietf speech, boolean complete) {
    return speech.isInverted()
        ? answer.with("Upload-Incomplete", complete ? "?0" : "?1")
        : answer.with("Upload-Complete", complete ? "?1" : "?0");
  }
}
