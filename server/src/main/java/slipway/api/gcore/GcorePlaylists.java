package slipway.api.gcore;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import slipway.core.account.Caller;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonArray;
import slipway.json.JsonValue.JsonNumber;

/** What is special about playlists and players (GC-159). */
final class GcorePlaylists {
  private static final int MOST = 128;
  private static final int LONGEST_NAME = 1000;
  private static final String VIDEOS = "video_ids";

  private final GcoreKept kept;
  private final GcoreOwned owned;
  private final GcoreVideos videos;

  GcorePlaylists(GcoreKept kept, GcoreOwned owned, GcoreVideos videos) {
    this.kept = kept;
    this.owned = owned;
    this.videos = videos;
  }

  /** {@code GET /playlists/{id}/videos}: those that are still there, in the order of the list. */
  Response videos(Request request, Caller caller) {
    return GcoreAnswers.json(
        200,
        numbers(new GcoreFields(GcoreKept.read(kept.one(request, caller).body())))
            .flatMap(id -> owned.find(id, caller).stream())
            .map(videos::item)
            .toList());
  }

  /** {@code GET /players/{id}/preview}: says what is kept; how it looks is the player's own. */
  static Response preview(GcoreKept players, Request request, Caller caller) {
    String name =
        GcoreKept.read(players.one(request, caller).body()).string("name").orElse("player");
    return Response.bytes(
            200,
            "text/html; charset=utf-8",
            ("<!doctype html><meta charset=\"utf-8\"><title>"
                    + escaped(name)
                    + "</title>\n<p>"
                    + escaped(name)
                    + "</p>\n")
                .getBytes(StandardCharsets.UTF_8))
        .with("Content-Security-Policy", "sandbox; default-src 'none'");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  static void checkPlayer(GcoreFields fields) {
    if (fields.text("name", LONGEST_NAME).filter(name -> !name.isBlank()).isEmpty()) {
      throw GcoreProblems.blank("name");
    }
  }

  static void checkPlaylist(GcoreFields fields) {
    Optional<JsonValue> ids = fields.object().member(VIDEOS);
    boolean fits =
        ids.isEmpty()
            || (ids.get() instanceof JsonArray(List<JsonValue> elements)
                && elements.size() <= MOST
                && elements.stream()
                    .allMatch(one -> one instanceof JsonNumber number && isId(number)));
    if (!fits) {
      throw GcoreFields.wrong(VIDEOS, "has to be an array of at most " + MOST + " ids");
    }
  }

  private static boolean isId(JsonNumber number) {
    return number.isWhole()
        && number.value().signum() > 0
        && number.value().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
  }

  private static Stream<Long> numbers(GcoreFields fields) {
    return fields.object().elements(VIDEOS).orElse(List.of()).stream()
        .filter(JsonNumber.class::isInstance)
        .map(one -> ((JsonNumber) one).value().longValue());
  }
}
