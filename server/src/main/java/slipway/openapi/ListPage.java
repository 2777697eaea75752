package slipway.openapi;

/** {@code /docs}: which APIs there are. */
final class ListPage {
  private ListPage() {}

  /** {@code prefix} is the path under which a proxy publishes this server. */
  static String of(Documents documents, String prefix) {
    Markup page = Markup.page("Slipway's APIs", prefix);
    page.start("main").put("h1", "Slipway's APIs");
    page.put(
        "p",
        "Everything this server takes and answers, one page for each API. The same as OpenAPI"
            + " documents, for programs: /openapi.");
    page.start("ul");
    for (String name : Documents.NAMES) {
      Document document = documents.of(name);
      page.start("li").start("p");
      page.put("a", document.title(), "href", prefix + "/docs/" + name).text(" (");
      page.put("a", "OpenAPI", "href", prefix + "/openapi/" + name + ".json").text(") ");
      page.prose(document.info().string("summary").orElse("")).end("p").end("li");
    }
    return page.end("ul").end("main").done();
  }
}
