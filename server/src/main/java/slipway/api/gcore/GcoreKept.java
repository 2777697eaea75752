package slipway.api.gcore;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import slipway.core.account.Caller;
import slipway.core.document.Document;
import slipway.core.document.KeepDocuments;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.Json;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonNumber;
import slipway.json.JsonValue.JsonObject;

/**
 * Things that callers keep with us and read again as they were, with an {@code id}: players and
 * playlists (GC-159).
 */
final class GcoreKept {
  private static final int LARGEST = 128 << 10;
  private static final String ID = "id";

  private final KeepDocuments keep;
  private final String kind;
  private final Check check;

  /** Looks whether such a thing may be kept. */
  @FunctionalInterface
  interface Check {
    /**
     * @throws ProblemException {@link Problem.BadField}
     */
    void check(GcoreFields fields);
  }

  GcoreKept(KeepDocuments keep, String kind, Check check) {
    this.keep = keep;
    this.kind = kind;
    this.check = check;
  }

  Response list(Request request, Caller caller) {
    return GcoreAnswers.json(
        200, keep.all(caller.account().number(), kind).stream().map(GcoreKept::shape).toList());
  }

  Response get(Request request, Caller caller) {
    return GcoreAnswers.json(200, shape(one(request, caller)));
  }

  Response add(Request request, Caller caller) throws IOException {
    JsonObject said = attributes(request);
    check.check(new GcoreFields(said));
    return GcoreAnswers.json(
        200, shape(keep.add(caller.account().number(), kind, Json.writeText(said))));
  }

  /** What is not said stays. */
  Response change(Request request, Caller caller) throws IOException {
    JsonObject said = attributes(request);
    Document after =
        keep.change(
            caller.account().number(),
            kind,
            one(request, caller).number(),
            body -> {
              Map<String, JsonValue> members = new LinkedHashMap<>(read(body).members());
              members.putAll(said.members());
              JsonObject changed = JsonValue.object(members);
              check.check(new GcoreFields(changed));
              return Json.writeText(changed);
            });
    return GcoreAnswers.json(200, shape(after));
  }

  Response delete(Request request, Caller caller) {
    keep.remove(caller.account().number(), kind, one(request, caller).number());
    return GcoreAnswers.empty();
  }

  /** The one that the path names. */
  Document one(Request request, Caller caller) {
    return GcoreNumbers.id(request.parameter("id"))
        .map(id -> keep.get(caller.account().number(), kind, id))
        .orElseThrow(() -> new ProblemException(new Problem.NotFound(kind + " not found")));
  }

  /** What was kept. */
  static JsonObject read(String body) {
    return GcoreBodies.object(Json.tree(body));
  }

  /** Those under the thing's own name, or at the top; an id is ours to give. */
  private JsonObject attributes(Request request) throws IOException {
    JsonObject body = GcoreBodies.object(request, LARGEST);
    JsonObject said =
        body.member(kind)
            .filter(JsonObject.class::isInstance)
            .map(GcoreBodies::object)
            .orElse(body);
    Map<String, JsonValue> members = new LinkedHashMap<>(said.members());
    members.remove(ID);
    return JsonValue.object(members);
  }

  private static JsonObject shape(Document document) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    members.put(ID, new JsonNumber(BigDecimal.valueOf(document.number())));
    members.putAll(read(document.body()).members());
    return JsonValue.object(members);
  }
}
