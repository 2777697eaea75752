package slipway.api.livepeer;

import java.util.LinkedHashMap;
import java.util.Map;
import slipway.core.export.MetadataShape;
import slipway.core.video.Video;
import slipway.json.Json;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonNull;
import slipway.json.JsonValue.JsonObject;
import slipway.json.JsonValue.JsonString;

/** What stands on IPFS about an exported asset (LP-166, LP-167). */
public final class LivepeerNftMetadata implements MetadataShape {
  private final String player;

  /**
   * @param player page that plays what its parameter {@code v} names
   */
  public LivepeerNftMetadata(String player) {
    this.player = player;
  }

  @Override
  public String about(Video video, String spec, String cid, String picture) {
    JsonObject wanted = (JsonObject) Json.tree(spec);
    Map<String, JsonValue> about = new LinkedHashMap<>();
    about.put("name", new JsonString(video.name()));
    about.put("description", new JsonString("Livepeer video from asset \"" + video.name() + "\""));
    about.put("image", new JsonString("ipfs://" + picture));
    if (wanted.string("nftMetadataTemplate").orElse("file").equals("player")) {
      about.put("animation_url", new JsonString(player + "?loop=1&v=" + cid));
      about.put("external_url", new JsonString(player + "?v=" + cid));
      Map<String, JsonValue> properties = new LinkedHashMap<>();
      properties.put("video", new JsonString("ipfs://" + cid));
      properties.put("com.livepeer.playbackId", new JsonString(video.playbackId()));
      about.put("properties", JsonValue.object(properties));
    } else {
      about.put("animation_url", new JsonString("ipfs://" + cid));
    }
    JsonObject ours = JsonValue.object(about);
    return Json.writeText(
        wanted.object("nftMetadata").map(theirs -> merged(ours, theirs)).orElse(ours));
  }

  /** Objects become one, a null takes a member away, anything else replaces it. */
  private static JsonObject merged(JsonObject ours, JsonObject theirs) {
    Map<String, JsonValue> all = new LinkedHashMap<>(ours.members());
    theirs
        .members()
        .forEach((name, value) -> {
          if (value instanceof JsonNull) {
            all.remove(name);
          } else if (value instanceof JsonObject more
              && all.get(name) instanceof JsonObject before) {
            all.put(name, merged(before, more));
          } else {
            all.put(name, value);
          }
        });
    return JsonValue.object(all);
  }
}
