package slipway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import slipway.http.Origin;
import slipway.json.Json;
import slipway.json.JsonValue.JsonObject;

final class DocumentPageTest {
  private static final Origin ORIGIN = new Origin("https", "video.example.org", "/media");

  private static final String SMALL =
      """
      {"openapi": "3.1.1", "info": {"title": "Small", "version": "1"},
       "security": [{"key": []}],
       "paths": {"/things/{id}": {
         "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
         "post": {"operationId": "change", "summary": "Change it",
           "parameters": [{"name": "token", "in": "query", "required": true, "schema": {"type": "string"}},
             {"name": "page", "in": "query", "schema": {"type": "integer"}}],
           "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
           "responses": {"200": {"description": "Changed."}}},
         "get": {"operationId": "look", "summary": "Look", "security": [],
           "responses": {"200": {"description": "It."}}}}},
       "components": {
         "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
         "schemas": {"Thing": {"type": "object", "required": ["name", "inside"], "properties": {
           "name": {"type": "string"}, "size": {"type": "integer"},
           "inside": {"$ref": "#/components/schemas/Thing"}}}}}}
      """;

  private static String page(String json) {
    return new DocumentPage(new Document("small", (JsonObject) Json.tree(json)), ORIGIN).html();
  }

  @Test
  void line_hasTheMethodTheKeyAndAllThatIsRequired() {
    assertThat(page(SMALL))
        .contains(
            "<pre>curl -X POST -H &quot;Authorization: Bearer $KEY&quot;"
                + " -H &#39;Content-Type: application/json&#39; -d &#39;{")
        .contains(
            "&#39;https://video.example.org/media/things/&lt;id&gt;?token=&lt;token&gt;&#39;</pre>");
  }

  @Test
  void line_hasNoKey_whereNoneIsNeeded() {
    assertThat(page(SMALL))
        .contains("<pre>curl &#39;https://video.example.org/media/things/&lt;id&gt;&#39;</pre>");
  }

  @Test
  void shapes_areLinked_andTellWhatIsRequired() {
    assertThat(page(SMALL))
        .contains("<a href=\"#shape-Thing\">Thing</a>", "<h3 id=\"shape-Thing\">Thing</h3>")
        .contains("<th><code>name</code></th><td>string Required.</td>")
        .contains("<th><code>size</code></th><td>integer</td>");
  }

  @Test
  void everyText_isEscaped() {
    String evil = "\\\"'><script>alert(1)</script>&";
    String page =
        page(
            SMALL
                .replace("Small", evil)
                .replace("Change it", evil)
                .replace("Changed.", "`" + evil + "`")
                .replace("\"token\"", "\"" + evil + "\"")
                .replace("Thing", evil)
                .replace("\"name\"", "\"name\"")
                .replace("/things", "/" + evil)
                .replace("operationId\": \"change", "operationId\": \"" + evil));

    assertThat(page).doesNotContain("<script", "\"'>").contains("&lt;script&gt;alert(1)");
  }
}
