package slipway.api.livepeer;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.core.video.Export;
import slipway.json.Json;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonNumber;
import slipway.json.JsonValue.JsonString;

/**
 * Shows a copy on IPFS as an asset's {@code storage} (LP-161).
 *
 * @param gateway what stands before a CID in URLs for people
 */
record LivepeerStorage(String gateway) {

  /** The member, {@code null} when no copy was ever asked for. */
  @Nullable JsonValue of(@Nullable Export export) {
    if (export == null) {
      return null;
    }
    Map<String, JsonValue> ipfs = new LinkedHashMap<>();
    ipfs.put("spec", Json.tree(export.spec()));
    if (export.place() != null) {
      ipfs.putAll(place(export.place().cid()));
      ipfs.put("nftMetadata", JsonValue.object(place(export.place().metadataCid())));
    }
    Map<String, JsonValue> storage = new LinkedHashMap<>();
    if (export.updatedAt() == null) {
      storage.put("ipfs", JsonValue.object(ipfs));
      return JsonValue.object(storage); // LP-46: only a wish
    }
    ipfs.put("updatedAt", number(BigDecimal.valueOf(export.updatedAt().toEpochMilli())));
    storage.put("ipfs", JsonValue.object(ipfs));
    storage.put("status", JsonValue.object(status(export)));
    return JsonValue.object(storage);
  }

  /** {@code cid}, {@code url} and {@code gatewayUrl} of something there. */
  Map<String, JsonValue> place(String cid) {
    Map<String, JsonValue> place = new LinkedHashMap<>();
    place.put("cid", new JsonString(cid));
    place.put("url", new JsonString("ipfs://" + cid));
    place.put("gatewayUrl", new JsonString(gateway + cid));
    return place;
  }

  /** LP-162. */
  private static Map<String, JsonValue> status(Export export) {
    Map<String, JsonValue> tasks = new LinkedHashMap<>();
    put(tasks, "pending", export.pending());
    put(tasks, "last", export.last());
    put(tasks, "failed", export.failed());
    Map<String, JsonValue> status = new LinkedHashMap<>();
    status.put("phase", new JsonString(export.state().name().toLowerCase(Locale.ROOT)));
    if (export.state() == Export.State.PROCESSING) {
      status.put("progress", number(BigDecimal.valueOf(export.progress())));
    }
    if (export.error() != null) {
      status.put("errorMessage", new JsonString(export.error()));
    }
    status.put("tasks", JsonValue.object(tasks));
    return status;
  }

  private static void put(Map<String, JsonValue> tasks, String name, @Nullable UUID task) {
    if (task != null) {
      tasks.put(name, new JsonString(task.toString()));
    }
  }

  private static JsonNumber number(BigDecimal value) {
    return new JsonNumber(value);
  }
}
