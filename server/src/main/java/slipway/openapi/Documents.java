package slipway.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import slipway.http.Origin;
import slipway.json.Json;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonArray;
import slipway.json.JsonValue.JsonObject;
import slipway.json.JsonValue.JsonString;

/** The documents in the jar, each read when it is first asked for. */
final class Documents {
  /** One for each API, in the order shown. */
  static final List<String> NAMES = List.of("livepeer", "cloudflare", "gcore", "files", "admin");

  private final Origin origin;
  private final Map<String, Document> read = new ConcurrentHashMap<>();

  /** {@code origin} is where clients find this server. */
  Documents(Origin origin) {
    this.origin = origin;
  }

  /** The document of one of the {@link #NAMES}. */
  Document of(String name) {
    return read.computeIfAbsent(name, this::read);
  }

  private Document read(String name) {
    JsonObject text = (JsonObject) Json.tree(bytes(name + ".json"));
    SequencedMap<String, JsonValue> members = new LinkedHashMap<>();
    text.members()
        .forEach((member, value) -> {
          members.put(member, value);
          if (member.equals("info")) {
            members.put("servers", here());
          }
        });
    return new Document(name, new JsonObject(members));
  }

  private JsonValue here() {
    return new JsonArray(
        List.of(JsonValue.object(Map.of("url", new JsonString(origin.toString())))));
  }

  /** A file of this room. */
  static byte[] bytes(String file) {
    try (InputStream in = Documents.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("not in the jar: " + file);
      }
      return in.readAllBytes();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
