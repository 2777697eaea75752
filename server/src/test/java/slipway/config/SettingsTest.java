package slipway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsTest {
  private static final Setting<String> HOST =
      Setting.of("http.host", Format.text(), "127.0.0.1", "Address.");
  private static final Setting<Integer> PORT =
      Setting.port("http.port", 8080, "Port.").formerly("listen.port");
  private static final Setting<Boolean> PRIVATE =
      Setting.yesOrNo("allow-private-targets", false, "Development only.");
  private static final Setting<Optional<Secret>> ADMIN_KEY =
      Setting.secret("admin-key", "Key.").defaultShownAs("made at first start");
  private static final SettingsSection SECTION =
      SettingsSection.of("HTTP", HOST, PORT, PRIVATE, ADMIN_KEY)
          .without("http.threads", "Requests run on virtual threads; leave it out.");

  @TempDir private Path folder;

  @Test
  void without_sources_the_defaults_hold() {
    var settings = load(List.of(), Map.of());
    assertThat(settings.get(HOST)).isEqualTo("127.0.0.1");
    assertThat(settings.get(PORT)).isEqualTo(8080);
    assertThat(settings.get(ADMIN_KEY)).isEmpty();
    assertThat(settings.warnings()).isEmpty();
  }

  @Test
  void flags_beat_environment_beats_file_beats_default() throws IOException {
    Files.writeString(folder.resolve("slipway.properties"), "http.port=3\nhttp.host=file\n");
    assertThat(load(List.of(), Map.of()).get(PORT)).isEqualTo(3);

    var environment = Map.of("SLIPWAY_HTTP_PORT", "2");
    assertThat(load(List.of(), environment).get(PORT)).isEqualTo(2);

    var settings = load(List.of("--http.port=1"), environment);
    assertThat(settings.get(PORT)).isEqualTo(1);
    assertThat(settings.get(HOST)).isEqualTo("file");
    assertThat(settings.holding())
        .containsExactly(
            new Settings.Holding("http.host", "file", "slipway.properties, line 2"),
            new Settings.Holding("http.port", "1", "command line"),
            new Settings.Holding("allow-private-targets", "false", "default"),
            new Settings.Holding("admin-key", "made at first start", "default"));
  }

  @Test
  void a_flag_takes_its_value_after_a_sign_or_as_the_next_word() {
    var settings = load(List.of("--http.port", "1", "--http.host=a=b"), Map.of());
    assertThat(settings.get(PORT)).isEqualTo(1);
    assertThat(settings.get(HOST)).isEqualTo("a=b");
  }

  @Test
  void a_bare_flag_means_true() {
    assertThat(load(List.of("--allow-private-targets"), Map.of()).get(PRIVATE)).isTrue();
    var environment = Map.of("SLIPWAY_ALLOW_PRIVATE_TARGETS", "true");
    var settings = load(List.of("--allow-private-targets", "false"), environment);
    assertThat(settings.get(PRIVATE)).isFalse();
    assertThat(load(List.of("--allow-private-targets", "--http.port=1"), Map.of()).get(PORT))
        .isEqualTo(1);
  }

  @Test
  void another_file_is_named_by_flag_or_environment() throws IOException {
    Files.writeString(folder.resolve("a.properties"), "http.port = 7 \n");
    Files.writeString(folder.resolve("b.properties"), "http.port = 8\n");
    assertThat(load(List.of("--config", "a.properties"), Map.of()).get(PORT)).isEqualTo(7);
    var environment = Map.of("SLIPWAY_CONFIG", folder.resolve("b.properties").toString());
    assertThat(load(List.of(), environment).get(PORT)).isEqualTo(8);
    assertThat(load(List.of("--config=a.properties"), environment).get(PORT)).isEqualTo(7);
    assertThat(problems(List.of("--config", "none.properties"), Map.of()))
        .containsExactly(
            "--config (command line): " + folder.resolve("none.properties") + " cannot be read");
  }

  @Test
  void all_mistakes_are_told_at_once_in_the_writers_own_spelling() throws IOException {
    Files.writeString(folder.resolve("slipway.properties"), "# ours\nhttp.hots=x\n");
    assertThat(
            problems(
                List.of("--http.prot=1", "--colour", "word", "--http.threads=4"),
                Map.of("SLIPWAY_HTTP_PORT", "80a", "SLIPWAY_PROT", "1", "PATH", "/bin")))
        .containsExactlyInAnyOrder(
            "--http.prot (command line): there is no such setting; did you mean --http.port?",
            "--colour (command line): there is no such setting",
            "--http.threads (command line): no longer exists. Requests run on virtual threads;"
                + " leave it out.",
            "SLIPWAY_PROT (environment): there is no such setting",
            "SLIPWAY_HTTP_PORT (environment): \"80a\" is not a whole number from 0 to 65535",
            "http.hots (slipway.properties, line 2): there is no such setting; did you mean"
                + " http.host?");
  }

  @Test
  void a_word_that_belongs_to_no_flag_and_a_flag_without_value_are_mistakes() {
    assertThat(problems(List.of("word", "--http.port"), Map.of()))
        .containsExactly(
            "word (command line): is neither a flag nor the value of one",
            "--http.port (command line): has no value; write --http.port=…");
  }

  @Test
  void a_former_key_works_with_a_warning() {
    var settings = load(List.of(), Map.of("SLIPWAY_LISTEN_PORT", "9"));
    assertThat(settings.get(PORT)).isEqualTo(9);
    assertThat(settings.warnings())
        .containsExactly("SLIPWAY_LISTEN_PORT (environment): is now called SLIPWAY_HTTP_PORT");
  }

  @Test
  void a_key_set_twice_in_one_source_is_a_mistake() {
    assertThat(problems(List.of("--http.port=1", "--http.port=2"), Map.of()))
        .containsExactly("--http.port (command line): is set twice");
    assertThat(problems(List.of(), Map.of("SLIPWAY_HTTP_PORT", "1", "SLIPWAY_LISTEN_PORT", "2")))
        .containsExactly("SLIPWAY_LISTEN_PORT (environment): is set twice, as SLIPWAY_HTTP_PORT");
  }

  @Test
  void the_empty_text_counts_as_not_set() throws IOException {
    Files.writeString(folder.resolve("slipway.properties"), "http.port=3\nadmin-key=\n");
    var settings = load(List.of("--http.host="), Map.of("SLIPWAY_HTTP_PORT", " "));
    assertThat(settings.get(PORT)).isEqualTo(3);
    assertThat(settings.get(HOST)).isEqualTo("127.0.0.1");
    assertThat(settings.get(ADMIN_KEY)).isEmpty();
  }

  @Test
  void a_value_is_taken_as_it_stands() {
    var settings = load(List.of("--http.host=${env}%d\\{x}"), Map.of());
    assertThat(settings.get(HOST)).isEqualTo("${env}%d\\{x}");
  }

  @Test
  void a_secret_is_shown_nowhere() {
    var settings = load(List.of(), Map.of("SLIPWAY_ADMIN_KEY", "hunter2"));
    assertThat(settings.get(ADMIN_KEY)).contains(new Secret("hunter2"));
    assertThat(settings.holding().toString()).doesNotContain("hunter2").contains("*****");

    var number = new Format<>("a code", text -> Optional.<Integer>empty(), Object::toString, true);
    var section = SettingsSection.of("S", Setting.of("code", number, 0, "A secret code."));
    var refused =
        catchThrowableOfType(
            SettingsException.class,
            () ->
                Settings.load(
                    List.of(section),
                    new SettingsSources(List.of("--code=hunter2"), Map.of(), folder)));
    assertThat(refused.problems()).containsExactly("--code (command line): this is not a code");
  }

  @Test
  void the_launchers_variables_are_known() {
    var environment = Map.of("SLIPWAY_JAVA_HOME", "/jdk", "SLIPWAY_JAVA_OPTS", "-Xmx1g");
    assertThat(load(List.of(), environment).warnings()).isEmpty();
  }

  @Test
  void what_shows_only_together_is_refused_in_the_writers_spelling() {
    var settings = load(List.of(), Map.of("SLIPWAY_HTTP_PORT", "1"));
    assertThat(settings.refusal(PORT, "needs a host"))
        .hasMessage("SLIPWAY_HTTP_PORT (environment): needs a host");
    assertThat(settings.refusal(HOST, "needs a port"))
        .hasMessage("http.host (default): needs a port");
  }

  @Test
  void two_keys_with_one_spelling_are_a_mistake_of_the_house() {
    var dotted = SettingsSection.of("A", Setting.port("a.b", 1, "One."));
    var dashed = SettingsSection.of("B", Setting.port("a-b", 1, "Two."));
    var sources = new SettingsSources(List.of(), Map.of(), folder);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.load(List.of(dotted, dashed), sources))
        .withMessageContaining("SLIPWAY_A_B");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> load(List.of(), Map.of()).get(Setting.port("other", 1, "Other.")));
    assertThatIllegalArgumentException().isThrownBy(() -> Setting.port("Http_Port", 1, "One."));
    assertThatIllegalArgumentException().isThrownBy(() -> Setting.port("port", 1, "No stop"));
  }

  @Test
  void the_page_shows_every_key_with_its_three_spellings_in_sight() {
    assertThat(SettingsPage.markdown(List.of(SECTION)))
        .contains("## HTTP")
        .contains(
            "| `http.port` | `SLIPWAY_HTTP_PORT` | a whole number from 0 to 65535 | `8080` | Port."
                + " Formerly `listen.port`. |")
        .contains("| `admin-key` | `SLIPWAY_ADMIN_KEY` | a secret text | `made at first start` |")
        .contains("`http.threads` no longer exists. Requests run")
        .endsWith("\n");
  }

  private Settings load(List<String> flags, Map<String, String> environment) {
    return Settings.load(List.of(SECTION), new SettingsSources(flags, environment, folder));
  }

  private List<String> problems(List<String> flags, Map<String, String> environment) {
    return catchThrowableOfType(SettingsException.class, () -> load(flags, environment)).problems();
  }
}
