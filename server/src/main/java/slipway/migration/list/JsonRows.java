package slipway.migration.list;

import java.util.ArrayList;
import java.util.List;
import slipway.json.Json;
import slipway.json.JsonException;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonArray;
import slipway.json.JsonValue.JsonObject;
import slipway.migration.VendorException;

/** A JSON array of objects. */
final class JsonRows {
  private JsonRows() {}

  static List<UrlList.Row> read(byte[] text) throws VendorException {
    JsonValue tree;
    try {
      tree = Json.tree(text);
    } catch (JsonException broken) {
      throw new VendorException("the list is no JSON: " + broken.problem(), broken);
    }
    if (!(tree instanceof JsonArray(List<JsonValue> values))) {
      throw new VendorException("the list must be an array of objects with a \"url\" in each");
    }
    List<UrlList.Row> rows = new ArrayList<>();
    for (JsonValue value : values) {
      String place = "entry " + (rows.size() + 1);
      if (!(value instanceof JsonObject object)) {
        throw new VendorException(place + ": must be an object");
      }
      rows.add(new UrlList.Row(place, object));
    }
    return rows;
  }
}
