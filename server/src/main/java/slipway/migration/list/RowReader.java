package slipway.migration.list;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonArray;
import slipway.json.JsonValue.JsonObject;
import slipway.json.JsonValue.JsonString;
import slipway.migration.Access;
import slipway.migration.Download;
import slipway.migration.ForeignVideo;
import slipway.migration.VendorException;

/** Understands the columns of a row. */
final class RowReader {
  private static final int LONGEST_ID = 2048;
  private static final Set<String> KNOWN =
      Set.of("url", "id", "name", "creator", "createdAt", "created_at", "access", "origins");

  private RowReader() {}

  static ForeignVideo video(UrlList.Row row) throws VendorException {
    JsonObject said = row.said();
    String url =
        text(said, "url")
            .filter(place -> place.startsWith("http://") || place.startsWith("https://"))
            .orElseThrow(() -> row.wrong("\"url\" must begin with http:// or https://"));
    // A signature in the address is no part of what the ledger and the report call the video.
    String id = text(said, "id").orElseGet(() -> url.split("[?#]", 2)[0]);
    if (id.length() > LONGEST_ID || id.chars().anyMatch(Character::isISOControl)) {
      throw row.wrong("the id must be at most " + LONGEST_ID + " characters on one line");
    }
    Download file = Download.Found.at(url, "the URL of the list");
    return ForeignVideo.named(id, text(said, "name").orElse(""), () -> file)
        .madeBy(text(said, "creator").orElse(null))
        .madeAt(createdAt(row))
        .watchedBy(access(row))
        .holding(rest(said));
  }

  private static JsonObject rest(JsonObject said) {
    var rest = new LinkedHashMap<>(said.members());
    rest.keySet().removeAll(KNOWN);
    return new JsonObject(rest);
  }

  private static @Nullable Instant createdAt(UrlList.Row row) throws VendorException {
    Optional<String> when = text(row.said(), "createdAt").or(() -> text(row.said(), "created_at"));
    if (when.isEmpty()) {
      return null;
    }
    try {
      return when.get().length() == "2026-01-31".length()
          ? LocalDate.parse(when.get()).atStartOfDay().toInstant(ZoneOffset.UTC)
          : OffsetDateTime.parse(when.get()).toInstant();
    } catch (DateTimeException e) {
      throw row.wrong(
          "\"createdAt\" must look like 2026-01-31 or 2026-01-31T12:00:00Z, not " + when.get());
    }
  }

  private static Access access(UrlList.Row row) throws VendorException {
    String kind = text(row.said(), "access").orElse("public");
    if (!kind.equals("public") && !kind.equals("token")) {
      throw row.wrong("\"access\" must be public or token, not " + kind);
    }
    return Access.of(kind.equals("token"), origins(row.said()));
  }

  /** A JSON array of texts, or one text with blanks or commas between them. */
  private static List<String> origins(JsonObject said) {
    return said.member("origins").stream()
        .flatMap(value ->
            switch (value) {
              case JsonString(String text) -> Stream.of(text.split("[\\s,;]+", -1));
              case JsonArray(List<JsonValue> all) ->
                  all.stream()
                      .flatMap(one ->
                          one instanceof JsonString(String text)
                              ? Stream.of(text)
                              : Stream.empty());
              default -> Stream.<String>empty();
            })
        .filter(origin -> !origin.isBlank())
        .toList();
  }

  private static Optional<String> text(JsonObject said, String column) {
    return said.string(column).map(String::strip).filter(text -> !text.isEmpty());
  }
}
