package slipway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which starts are read without the library for commands. */
final class ServeTest {
  @ParameterizedTest
  @ValueSource(strings = {"serve", "serve --http.port=1", "serve --data=/a=b --http.public-url="})
  void settings_in_one_word_each_are_plain(String words) {
    assertThat(Serve.isPlain(words.split(" "))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "help",
        "doctor",
        "serve --help",
        "serve -h",
        "serve --version",
        "serve --help=true",
        "serve --version=true",
        "serve --http.port 1",
        "serve --http.port=1 -V",
        "serve --http.trace",
        "serve @file",
        "serve --http.port=1 @file=x",
        "serve --",
        "serve --=x"
      })
  void everything_else_is_for_the_library(String words) {
    assertThat(Serve.isPlain(words.split(" "))).isFalse();
  }

  @Test
  void settings_that_are_wrong_are_told_in_the_same_words_as_by_the_library() {
    String[] words = {"serve", "--http.port=none", "--nonsense=1"};
    String plain = said(() -> Serve.plainly(words));
    String library = said(() -> Main.Commands.run(words));
    assertThat(plain).startsWith("slipway: ").contains("http.port", "nonsense").isEqualTo(library);
  }

  /** What a start that fails says. */
  private static String said(IntSupplier start) {
    PrintStream console = System.err;
    var said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, /* autoFlush= */ true, UTF_8));
    try {
      assertThat(start.getAsInt()).isEqualTo(1);
    } finally {
      System.setErr(console);
    }
    return said.toString(UTF_8);
  }
}
