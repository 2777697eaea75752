package slipway.api.gcore;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import slipway.core.account.Caller;
import slipway.core.quality.ChooseQualitySet;
import slipway.core.quality.QualitySet;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.JsonValue.JsonNull;
import slipway.json.JsonValue.JsonObject;

/** {@code /streaming/quality_sets} and {@code …/default} (GC-158). */
final class GcoreQualitySets {
  private static final int LARGEST = 64 << 10;

  private final ChooseQualitySet choose;

  GcoreQualitySets(ChooseQualitySet choose) {
    this.choose = choose;
  }

  record Quality(long id, String name) {}

  record Shape(
      long id, String name, @JsonProperty("default") boolean usual, List<Quality> qualities) {}

  record Sets(List<Shape> live, List<Shape> vod) {}

  Response list(Request request, Caller caller) {
    return answer(caller);
  }

  /** {@code null} for a set goes back to the usual ladder; live streams are none of ours. */
  Response choose(Request request, Caller caller) throws IOException {
    var body = GcoreBodies.object(request, LARGEST);
    body.member("vod")
        .ifPresent(vod -> {
          OptionalLong set =
              vod instanceof JsonNull ? OptionalLong.empty() : number(GcoreBodies.object(vod));
          choose.choose(caller.account().number(), set);
        });
    return answer(caller);
  }

  private static OptionalLong number(JsonObject vod) {
    return new GcoreFields(vod)
        .number("id", 0, Long.MAX_VALUE)
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  private Response answer(Caller caller) {
    OptionalLong chosen = choose.chosen(caller.account().number());
    return GcoreAnswers.json(
        200,
        new Sets(
            List.of(),
            QualitySet.ALL.stream()
                .map(set ->
                    new Shape(
                        set.number(),
                        set.name(),
                        chosen.isPresent() && chosen.getAsLong() == set.number(),
                        qualities(set)))
                .toList()));
  }

  private static List<Quality> qualities(QualitySet set) {
    return set.shortSides().stream().map(side -> new Quality(side, "vod" + side + "n")).toList();
  }
}
