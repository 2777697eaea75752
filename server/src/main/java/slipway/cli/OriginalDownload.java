package slipway.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonObject;
import slipway.migration.archive.Archive;

/**
 * Brings originals from a server into an archive. Goes on behind the bytes that are there, and
 * keeps a file only when its length and its SHA-256 are those that the server knows.
 */
final class OriginalDownload {
  private static final int TRIES = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final AdminClient client;
  private final Archive archive;

  OriginalDownload(AdminClient client, Archive archive) {
    this.client = client;
    this.archive = archive;
  }

  /** Brings one, unless it is there; why not, in a sentence, if it cannot be had. */
  Optional<String> bring(JsonObject listed) throws IOException, InterruptedException {
    UUID id = UUID.fromString(listed.string("id").orElseThrow());
    JsonObject video = withCaptions(id, listed);
    if (video.number("size").isEmpty()) {
      return Optional.of(
          "There is no file of it (%s).".formatted(video.string("phase").orElse("")));
    }
    long size = video.number("size").get().longValueExact();
    Optional<Archive.Entry> there = archive.find(id);
    if (there.isPresent() && isSame(there.get(), video, size)) {
      archive.update(there.get(), video);
      return Optional.empty();
    }
    Path part = archive.part(id);
    if (Files.exists(part) && Files.size(part) > size) {
      Files.delete(part);
    }
    fetch(id, part, size);
    String sum = Archive.sha256(part);
    String known = video.string("sha256").orElse(sum);
    if (!known.equals(sum)) {
      Files.delete(part);
      return Optional.of("What came has another SHA-256 than the server knows; run this again.");
    }
    archive.keep(id, video.string("container").orElse(""), sum, video);
    return Optional.empty();
  }

  /**
   * What is told of a video, with the sums of its captions' texts, which are in the folder then.
   */
  private JsonObject withCaptions(UUID id, JsonObject video)
      throws IOException, InterruptedException {
    List<JsonValue> captions = new ArrayList<>();
    for (JsonValue value : video.elements("captions").orElse(List.of())) {
      if (value instanceof JsonObject caption) {
        long number = caption.number("number").orElseThrow().longValueExact();
        Optional<byte[]> text = captionText(id, number);
        if (text.isPresent()) { // else it was removed just now
          var all = new LinkedHashMap<>(caption.members());
          all.put("sha256", new JsonValue.JsonString(archive.keepCaption(id, number, text.get())));
          captions.add(new JsonObject(all));
        }
      }
    }
    var all = new LinkedHashMap<>(video.members());
    all.put("captions", new JsonValue.JsonArray(captions));
    return new JsonObject(all);
  }

  private Optional<byte[]> captionText(UUID id, long number)
      throws IOException, InterruptedException {
    HttpRequest request =
        client
            .request("/admin/migration/originals/%s/captions/%d".formatted(id, number))
            .GET()
            .build();
    HttpResponse<byte[]> answer =
        client.http().send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() == 404) {
      return Optional.empty();
    }
    if (answer.statusCode() != 200) {
      throw new AdminClient.Refused(answer.statusCode(), "a caption cannot be read");
    }
    return Optional.of(answer.body());
  }

  private static boolean isSame(Archive.Entry there, JsonObject video, long size)
      throws IOException {
    return Files.size(there.file()) == size
        && video.string("sha256").orElse(there.sha256()).equals(there.sha256());
  }

  private void fetch(UUID id, Path part, long size) throws IOException, InterruptedException {
    for (int failures = 0; length(part) < size || !Files.exists(part); ) {
      long before = length(part);
      try {
        append(id, part, before);
      } catch (AdminClient.Refused refused) {
        if (!refused.passes() || ++failures == TRIES) {
          throw refused;
        }
      } catch (IOException broken) {
        failures = length(part) > before ? 0 : failures + 1;
        if (failures == TRIES) {
          throw broken;
        }
      }
      if (length(part) == before && size > 0) {
        Thread.sleep(Duration.ofMillis(250L << Math.min(failures, 6)));
      }
    }
  }

  private static long length(Path part) throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }

  private void append(UUID id, Path part, long from) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        client.request("/admin/migration/originals/" + id + "/file").timeout(PATIENCE).GET();
    if (from > 0) {
      request.header("Range", "bytes=" + from + "-");
    }
    HttpResponse<InputStream> answer =
        client.http().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream in = answer.body();
        OutputStream out =
            Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      if (answer.statusCode() != (from > 0 ? 206 : 200)) {
        throw new AdminClient.Refused(answer.statusCode(), "the file cannot be read");
      }
      in.transferTo(out);
    }
  }
}
