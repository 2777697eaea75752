package slipway.openapi;

import java.util.List;
import java.util.Locale;
import slipway.http.Origin;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonObject;
import slipway.openapi.Document.Operation;

/** {@code /docs/{name}}: one document to read, from top to bottom. */
final class DocumentPage {
  private final Document document;
  private final Origin origin;
  private final Shapes shapes;

  DocumentPage(Document document, Origin origin) {
    this.document = document;
    this.origin = origin;
    shapes = new Shapes(document);
  }

  String html() {
    Markup page = Markup.page(document.title(), origin.prefix());
    List<Operation> operations = document.operations();
    page.start("nav").put("a", "All APIs", "href", origin.prefix() + "/docs").start("ul");
    for (Operation one : operations) {
      page.start("li").put("a", one.method() + " " + one.path(), "href", "#" + anchor(one));
      page.end("li");
    }
    page.start("li").put("a", "Shapes", "href", "#shapes").end("li").end("ul").end("nav");
    page.start("main").put("h1", document.title());
    paragraphs(page, document.info());
    page.start("p").text("Base URL: ").put("code", origin.toString()).text(" · ");
    String address = origin.prefix() + "/openapi/" + document.name() + ".json";
    page.put("a", "OpenAPI document", "href", address).end("p");
    access(page);
    operations.forEach(one -> operation(page, one));
    page.put("h2", "Shapes", "id", "shapes");
    document
        .parts("schemas")
        .forEach((name, schema) -> {
          page.put("h3", name, "id", Shapes.anchor(name));
          shapes.show(page, Document.object(schema));
        });
    return page.end("main").done();
  }

  private void access(Markup page) {
    document
        .parts("securitySchemes")
        .forEach((name, scheme) -> {
          page.start("p").put("strong", name).text(": ");
          page.prose(Document.object(scheme).string("description").orElse("")).end("p");
        });
  }

  private void operation(Markup page, Operation one) {
    page.start("article", "id", anchor(one)).start("h2");
    page.put("span", one.method(), "class", "method").text(" ").put("code", one.path()).end("h2");
    page.start("p").put("strong", one.said().string("summary").orElse("")).end("p");
    paragraphs(page, one.said());
    if (!one.parameters().isEmpty()) {
      page.put("h3", "Parameters").start("table");
      one.parameters().forEach(parameter -> parameter(page, parameter));
      page.end("table");
    }
    one.said().object("requestBody").map(document::followed).ifPresent(body -> body(page, body));
    page.put("h3", "Answers").start("table");
    one.said()
        .object("responses")
        .ifPresent(all -> all.members().forEach((status, said) -> answer(page, status, said)));
    page.end("table");
    page.put("pre", new CurlLine(document, origin).of(one)).end("article");
  }

  private void parameter(Markup page, JsonObject parameter) {
    page.start("tr").start("th").put("code", parameter.string("name").orElse("")).end("th");
    page.put("td", parameter.string("in").orElse("") + need(parameter.isTrue("required")));
    page.start("td");
    parameter.object("schema").ifPresent(schema -> shapes.type(page, schema));
    page.end("td").start("td").prose(parameter.string("description").orElse(""));
    page.end("td").end("tr");
  }

  private void body(Markup page, JsonObject body) {
    page.put("h3", "Body");
    paragraphs(page, body);
    content(page, body);
  }

  private void answer(Markup page, String status, JsonValue said) {
    JsonObject answer = document.followed(said);
    page.start("tr").start("th").put("code", status).end("th").start("td");
    page.prose(answer.string("description").orElse(""));
    answer
        .object("headers")
        .ifPresent(headers -> {
          page.text(" Fields: ").put("code", String.join(", ", headers.members().keySet()));
        });
    content(page, answer);
    page.end("td").end("tr");
  }

  private void content(Markup page, JsonObject holder) {
    holder
        .object("content")
        .ifPresent(all ->
            all.members()
                .forEach((type, media) -> {
                  page.start("div").put("code", type).text(" ");
                  Document.object(media)
                      .object("schema")
                      .ifPresent(schema -> shapes.show(page, schema));
                  page.end("div");
                }));
  }

  private static void paragraphs(Markup page, JsonObject holder) {
    for (String text : holder.string("description").orElse("").split("\n\n", -1)) {
      if (!text.isBlank()) {
        page.start("p").prose(text).end("p");
      }
    }
  }

  static String need(boolean required) {
    return required ? ", required" : "";
  }

  private static String anchor(Operation one) {
    return one.said()
        .string("operationId")
        .orElse(one.method().toLowerCase(Locale.ROOT) + one.path());
  }
}
