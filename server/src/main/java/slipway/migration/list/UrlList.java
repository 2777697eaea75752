package slipway.migration.list;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import slipway.json.JsonValue.JsonObject;
import slipway.migration.ForeignVideo;
import slipway.migration.OneLine;
import slipway.migration.VendorException;
import slipway.migration.VendorLibrary;

/**
 * A file with one video a row: CSV with a head, or a JSON array of objects. {@code url} is needed;
 * {@code id} is what the video is called in the ledger, by default its URL without the query;
 * {@code name}, {@code creator}, {@code createdAt}, {@code access} ({@code public} or {@code
 * token}) and {@code origins} may be there; what else is there is kept. All rows are looked at
 * before the first is given, so that a mistake in the last one is told at once.
 */
public final class UrlList implements VendorLibrary {
  private static final int PER_PAGE = 100;

  private final String library;
  private final List<ForeignVideo> videos;
  private final int repeated;

  private UrlList(String library, List<ForeignVideo> videos, int repeated) {
    this.library = library;
    this.videos = videos;
    this.repeated = repeated;
  }

  /**
   * Reads the file.
   *
   * @param library what the ledger calls it
   * @throws VendorException when it cannot be read, with the row that is wrong
   */
  public static UrlList read(Path file, String library) throws VendorException {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    List<Row> rows;
    try {
      rows = name.endsWith(".json") ? JsonRows.read(Files.readAllBytes(file)) : CsvRows.read(file);
    } catch (VendorException told) {
      throw told;
    } catch (IOException unreadable) {
      throw new VendorException(file + " cannot be read as UTF-8 text", unreadable);
    }
    List<ForeignVideo> videos = new ArrayList<>();
    Map<String, Row> byId = new HashMap<>();
    int repeated = 0;
    for (Row row : rows) {
      ForeignVideo video = row.video();
      Row before = byId.putIfAbsent(video.id(), row);
      if (before == null) {
        videos.add(video);
      } else if (before.said().equals(row.said())) {
        repeated++;
      } else {
        throw row.wrong(
            "\"%s\" is there twice, with other words at %s; give each an id of its own"
                .formatted(OneLine.of(video.id(), /* most= */ 200), before.place()));
      }
    }
    return new UrlList(library, videos, repeated);
  }

  @Override
  public String vendor() {
    return "list";
  }

  @Override
  public String library() {
    return library;
  }

  @Override
  public Page page(@Nullable String cursor) {
    int from = cursor == null ? 0 : Integer.parseInt(cursor);
    int to = Math.min(videos.size(), from + PER_PAGE);
    return new Page(videos.subList(from, to), to < videos.size() ? Integer.toString(to) : null);
  }

  @Override
  public List<String> notes() {
    return repeated == 0
        ? List.of()
        : List.of(
            "%d rows say the same as an earlier one; each is taken once.".formatted(repeated));
  }

  /** How many videos it has. */
  public int size() {
    return videos.size();
  }

  /**
   * A row as it stands there.
   *
   * @param place where, for a person
   */
  record Row(String place, JsonObject said) {
    VendorException wrong(String what) {
      return new VendorException(place + ": " + what);
    }

    ForeignVideo video() throws VendorException {
      return RowReader.video(this);
    }
  }
}
