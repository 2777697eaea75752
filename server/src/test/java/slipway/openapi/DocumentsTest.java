package slipway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import slipway.http.Origin;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonArray;
import slipway.json.JsonValue.JsonObject;
import slipway.json.JsonValue.JsonString;
import slipway.openapi.Document.Operation;

/** What OpenAPI 3.1 wants of a document, as far as programs that read ours would stumble. */
final class DocumentsTest {
  private static final Pattern PARAMETER = Pattern.compile("\\{([A-Za-z_]+)}");
  private static final Set<String> TYPES =
      Set.of("string", "integer", "number", "boolean", "object", "array", "null");

  private final Documents documents =
      new Documents(new Origin("https", "video.example.org", /* prefix= */ ""));

  static Stream<String> names() {
    return Documents.NAMES.stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void document_hasWhatEveryDocumentHas(String name) {
    JsonObject root = documents.of(name).root();

    assertThat(root.members().keySet())
        .containsOnly("openapi", "info", "servers", "security", "tags", "paths", "components");
    assertThat(root.string("openapi")).hasValueSatisfying(v -> assertThat(v).startsWith("3.1."));
    JsonObject info = root.object("info").orElseThrow();
    assertThat(info.string("title")).isPresent();
    assertThat(info.string("version")).isPresent();
    assertThat(root.object("paths").orElseThrow().members().keySet())
        .isNotEmpty()
        .allMatch(path -> path.startsWith("/"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyReference_leadsSomewhere_andNothingIsLeftOver(String name) {
    Document document = documents.of(name);
    Set<String> references = new TreeSet<>();
    walk(
        document.root(),
        (key, value) -> {
          if (key.equals("$ref")) {
            references.add(((JsonString) value).value());
          }
        });

    assertThat(references).allMatch(one -> one.startsWith("#/") && document.at(one).isPresent());
    for (String kind : List.of("schemas", "parameters", "responses")) {
      assertThat(document.parts(kind).keySet())
          .allMatch(part -> references.contains("#/components/" + kind + "/" + part));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyOperation_isWhole(String name) {
    Document document = documents.of(name);
    Set<String> ids = new HashSet<>();
    Set<String> tags = texts(document.root(), "tags", "name");
    for (Operation one : document.operations()) {
      String at = one.method() + " " + one.path();
      assertThat(one.said().string("summary")).as(at).isPresent();
      assertThat(ids.add(one.said().string("operationId").orElse(""))).as(at).isTrue();
      assertThat(one.said().elements("tags").orElseThrow())
          .as(at)
          .allMatch(tag -> tag instanceof JsonString(String text) && tags.contains(text));
      JsonObject answers = one.said().object("responses").orElseThrow();
      assertThat(answers.members()).as(at).isNotEmpty();
      answers
          .members()
          .forEach((status, answer) -> {
            assertThat(status).as(at).matches("[2-5]\\d\\d");
            assertThat(document.followed(answer).string("description")).as(at).isPresent();
          });
      parameters(one, at);
    }
  }

  private static void parameters(Operation one, String at) {
    Set<String> inPath = new TreeSet<>();
    Set<String> all = new HashSet<>();
    for (JsonObject parameter : one.parameters()) {
      String place = parameter.string("in").orElse("");
      String name = parameter.string("name").orElse("");
      assertThat(place).as(at).isIn("path", "query", "header");
      assertThat(parameter.object("schema")).as(at).isPresent();
      assertThat(all.add(place + " " + name)).as(at + " " + name).isTrue();
      if (place.equals("path")) {
        assertThat(parameter.isTrue("required")).as(at).isTrue();
        inPath.add(name);
      }
    }
    Set<String> named =
        PARAMETER
            .matcher(one.path())
            .results()
            .map((MatchResult match) -> match.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(inPath).as(at).isEqualTo(named);
  }

  @ParameterizedTest
  @MethodSource("names")
  void everySchema_saysTypesThereAre_andRequiresOnlyItsMembers(String name) {
    Document document = documents.of(name);
    List<String> wrong = new ArrayList<>();
    walk(
        document.root(),
        (key, value) -> {
          if (key.equals("type")
              && value instanceof JsonString(String type)
              && !TYPES.contains(type)
              && !Set.of("http", "apiKey").contains(type)) {
            wrong.add("type " + type);
          }
          JsonObject schema = Document.object(value);
          Set<String> members =
              schema.object("properties").map(all -> all.members().keySet()).orElse(Set.of());
          if (schema.member("properties").isPresent()) {
            schema.elements("required").orElse(List.of()).stream()
                .filter(one -> !(one instanceof JsonString(String text) && members.contains(text)))
                .forEach(one -> wrong.add(key + " requires " + one));
          }
        });

    assertThat(wrong).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyWayIn_isOneOfTheSchemes(String name) {
    Document document = documents.of(name);
    Set<String> schemes = document.parts("securitySchemes").keySet();
    walk(
        document.root(),
        (key, value) -> {
          if (key.equals("security") && value instanceof JsonArray(List<JsonValue> ways)) {
            ways.forEach(
                way -> assertThat(schemes).containsAll(Document.object(way).members().keySet()));
          }
        });
  }

  private static Set<String> texts(JsonObject holder, String list, String member) {
    return holder.elements(list).orElse(List.of()).stream()
        .map(one -> Document.object(one).string(member).orElse(""))
        .collect(Collectors.toSet());
  }

  /** Every member, however deep; examples are nobody's schema. */
  private static void walk(JsonValue value, BiConsumer<String, JsonValue> visitor) {
    switch (value) {
      case JsonObject object ->
          object
              .members()
              .forEach((key, member) -> {
                if (!key.equals("example") && !key.equals("properties")) {
                  visitor.accept(key, member);
                }
                if (key.equals("properties")) {
                  Document.object(member)
                      .members()
                      .forEach((name, schema) -> {
                        visitor.accept("member " + name, schema);
                        walk(schema, visitor);
                      });
                } else if (!key.equals("example")) {
                  walk(member, visitor);
                }
              });
      case JsonArray(List<JsonValue> elements) -> elements.forEach(one -> walk(one, visitor));
      default -> {}
    }
  }
}
