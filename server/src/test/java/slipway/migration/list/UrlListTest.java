package slipway.migration.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonString;
import slipway.migration.Access;
import slipway.migration.Download;
import slipway.migration.ForeignVideo;
import slipway.migration.VendorException;
import slipway.migration.VendorLibrary;

final class UrlListTest {
  @TempDir private Path folder = Path.of("");

  @Test
  @DisplayName("CSV: quotes, line ends inside them, a byte order mark, and columns of one's own")
  void csv() throws Exception {
    UrlList list =
        list(
            "a.csv",
            "\ufeffurl,id,name,creator,createdAt,access,origins,shelf\r\n"
                + "https://a.example/1.mp4,one,\"Say \"\"hi\"\",\nthere\",me,2020-02-03,token,"
                + "\"a.example, b.example\",top\r\n"
                + "\r\n"
                + "https://a.example/2.mp4,,,,2020-02-03T04:05:06+01:00,,,\r\n");
    List<ForeignVideo> videos = list.page(null).videos();
    ForeignVideo one = videos.getFirst();
    assertThat(one.id()).isEqualTo("one");
    assertThat(one.name()).isEqualTo("Say \"hi\", there");
    assertThat(one.creator()).isEqualTo("me");
    assertThat(one.createdAt()).isEqualTo(Instant.parse("2020-02-03T00:00:00Z"));
    assertThat(one.access())
        .isEqualTo(Access.of(/* needsToken= */ true, List.of("a.example", "b.example")));
    assertThat(one.meta()).isEqualTo(JsonValue.object(Map.of("shelf", new JsonString("top"))));
    assertThat(one.file().find())
        .isEqualTo(Download.Found.at("https://a.example/1.mp4", "the URL of the list"));
    ForeignVideo two = videos.getLast();
    assertThat(two.id()).as("the URL is its id").isEqualTo("https://a.example/2.mp4");
    assertThat(two.createdAt()).isEqualTo(Instant.parse("2020-02-03T03:05:06Z"));
    assertThat(two.access()).isEqualTo(Access.open());
  }

  @Test
  void json_hasTheSameColumns() throws Exception {
    UrlList list =
        list(
            "a.json",
            """
            [{"url":"https://a.example/1.mp4","id":"one","origins":["a.example"],"n":7}]
            """);
    ForeignVideo one = list.page(null).videos().getFirst();
    assertThat(one.id()).isEqualTo("one");
    assertThat(one.access().origins()).containsExactly("a.example");
    assertThat(one.meta().number("n")).isPresent();
  }

  @Test
  void pages_holdAHundred() throws Exception {
    StringBuilder text = new StringBuilder("url\n");
    for (int i = 0; i < 250; i++) {
      text.append("https://a.example/").append(i).append('\n');
    }
    UrlList list = list("a.csv", text.toString());
    int count = 0;
    String cursor = null;
    do {
      VendorLibrary.Page page = list.page(cursor);
      count += page.videos().size();
      cursor = page.next();
    } while (cursor != null);
    assertThat(count).isEqualTo(list.size()).isEqualTo(250);
  }

  @Test
  @DisplayName(
      "Semicolons, tabs, a byte order mark before a quoted name, CRLF: as spreadsheets write")
  void spreadsheets() throws Exception {
    for (String text :
        List.of(
            "\ufeff\"url\";\"name\"\r\n\"https://a.example/1.mp4?sig=x\";\"a;b\"\r\n",
            "url\tname\nhttps://a.example/1.mp4?sig=x\ta;b\n",
            "url,name\r\n\r\nhttps://a.example/1.mp4?sig=x,\"a;b\"")) {
      ForeignVideo one = list("a.csv", text).page(null).videos().getFirst();
      assertThat(one.name()).isEqualTo("a;b");
      assertThat(one.id()).as("no signature in the ledger").isEqualTo("https://a.example/1.mp4");
      assertThat(one.file().find())
          .isEqualTo(Download.Found.at("https://a.example/1.mp4?sig=x", "the URL of the list"));
    }
  }

  @Test
  @DisplayName("A row that says the same as an earlier one is taken once, and that is told")
  void sameRows() throws Exception {
    String row = "https://a.example/1.mp4,one\n";
    UrlList list = list("a.csv", "url,name\n" + row + "https://a.example/2.mp4,two\n" + row);
    assertThat(list.size()).isEqualTo(2);
    assertThat(list.notes())
        .containsExactly("1 rows say the same as an earlier one; each is taken once.");
  }

  @ParameterizedTest
  @DisplayName("A mistake is told with its place")
  @CsvSource(
      delimiter = '|',
      value = {
        "a.csv | url\\nftp://a/1 | line 2: \"url\" must begin with http",
        "a.csv | id\\nx | first line must name a column \"url\"; it names id",
        "a.csv | id,url\\nx, | line 2: \"url\" must begin",
        "a.csv | url\\nhttps://a/1?n=1\\nhttps://a/1?n=2 | line 3: \"https://a/1\" is there twice,"
            + " with other words at line 2",
        "a.csv | url,id\\nhttps://a/1,x\\nhttps://a/2,x | line 3: \"x\" is there twice",
        "a.csv | url\\nhttps://a/1,x | line 2: has more fields",
        "a.csv | url,url\\nhttps://a/1,x | first line must name each column once",
        "a.csv | url,createdAt\\nhttps://a/1,yesterday | \"createdAt\" must look like",
        "a.csv | url,access\\nhttps://a/1,friends | \"access\" must be public or token",
        "a.json | {} | must be an array",
        "a.json | [7] | entry 1: must be an object",
        "a.json | [ | no JSON",
      })
  void mistakes(String name, String text, String told) {
    assertThatExceptionOfType(VendorException.class)
        .isThrownBy(() -> list(name, text.replace("\\n", "\n")))
        .withMessageContaining(told);
  }

  private UrlList list(String name, String text) throws IOException {
    return UrlList.read(Files.writeString(folder.resolve(name), text), "urls");
  }
}
