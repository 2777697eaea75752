package slipway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every rule is seen to fail: the package {@code planted} is a house with one mistake for each. */
final class ArchitectureRulesFailTest {
  private static final JavaClasses PLANTED = new ClassFileImporter().importPackages("planted");

  /** By rule the class that breaks it. */
  private static final Map<String, String> MISTAKES =
      Map.ofEntries(
          Map.entry("core_knows_only_the_jdk", "planted.core.video.KnowsStorage"),
          Map.entry("media_engine_knows_no_house", "planted.media.probe.KnowsCore"),
          Map.entry("dialects_reach_only_core_and_kit", "planted.api.livepeer.KnowsRecords"),
          Map.entry("dialects_do_not_know_each_other", "planted.api.gcore.KnowsLivepeer"),
          Map.entry("rooms_have_no_cycles", "planted.config.KnowsStorage"),
          Map.entry("core_rooms_have_no_cycles", "planted.core.task.KnowsVideo"),
          Map.entry("rooms_know_only_whom_they_may", "planted.webhook.KnowsMedia"),
          Map.entry("netty_stays_in_http", "planted.storage.KnowsNetty"),
          Map.entry("the_http_client_stays_in_outgoing", "planted.webhook.CallsTheOutside"),
          Map.entry("countries_are_looked_up_in_geoip", "planted.storage.KnowsCountries"),
          Map.entry("tokens_are_read_in_tokens", "planted.playback.KnowsNimbus"),
          Map.entry("time_stamps_are_read_in_timestamp", "planted.playback.KnowsStamps"),
          Map.entry("jackson_stays_in_json", "planted.webhook.KnowsJackson"),
          Map.entry("json_annotations_stay_on_wire_shapes", "planted.core.video.KnowsAnnotations"),
          Map.entry("the_s3_client_stays_in_its_store", "planted.storage.KnowsS3"),
          Map.entry("sql_stays_in_sql_records_and_jobs", "planted.playback.KnowsSql"),
          Map.entry("the_scheduler_stays_in_jobs", "planted.records.KnowsScheduler"),
          Map.entry("settings_are_loaded_in_config", "planted.storage.KnowsSmallRye"),
          Map.entry("commands_are_parsed_in_cli", "planted.storage.KnowsPicocli"),
          Map.entry("forms_are_parsed_in_ingest_direct", "planted.storage.KnowsForms"),
          Map.entry("lists_are_parsed_in_migration", "planted.storage.KnowsLists"),
          Map.entry("processes_start_in_media_ffmpeg", "planted.pipeline.StartsProcesses"),
          Map.entry("logging_is_slf4j", "planted.storage.LogsByItself"),
          Map.entry("only_cli_and_app_print", "planted.storage.Prints"),
          Map.entry("time_and_ids_are_handed_in", "planted.core.video.AsksTheProcess"),
          Map.entry("failures_name_their_cure", "planted.pipeline.TellsOnlyTheCause"),
          Map.entry("public_means_used_next_door", "planted.storage.PublicForNobody"),
          Map.entry("every_room_is_null_marked", "planted.attic.Box"),
          Map.entry("no_drawers", "planted.storage.BlobUtils"));

  @Test
  void every_rule_has_a_planted_mistake() {
    assertThat(MISTAKES.keySet()).isEqualTo(HouseRules.of("planted").keySet());
  }

  @TestFactory
  Stream<DynamicTest> each_rule_reports_its_mistake() {
    return HouseRules.of("planted").entrySet().stream()
        .map(rule ->
            dynamicTest(
                rule.getKey(),
                () ->
                    assertThat(String.join("\n", report(rule.getKey())))
                        .contains(MISTAKES.getOrDefault(rule.getKey(), "?"))));
  }

  @Test
  void a_room_without_a_row_is_reported() {
    assertThat(report("rooms_know_only_whom_they_may"))
        .contains("planted.attic.Box is in a room without a row");
  }

  @Test
  void every_way_to_ask_the_process_is_reported() {
    assertThat(report("time_and_ids_are_handed_in")).hasSize(4);
  }

  @Test
  void what_is_right_is_not_reported() {
    for (var rule : HouseRules.of("planted").entrySet()) {
      assertThat(String.join("\n", report(rule.getKey())))
          .as(rule.getKey())
          .doesNotContain("planted.records.Tidy");
    }
  }

  private static List<String> report(String name) {
    ArchRule rule = Objects.requireNonNull(HouseRules.of("planted").get(name), name);
    return rule.evaluate(PLANTED).getFailureReport().getDetails();
  }
}
