package slipway;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * Who may know whom, one rule per line and each name a sentence. The root package is handed in, so
 * that the same rules can be shown a house full of mistakes. An exception is written here, with its
 * reason, and silenced nowhere else.
 */
final class HouseRules {
  /** Everything, for the one room that wires all others. */
  private static final String ALL = "";

  /** Room by room the packages it may know besides its own; the media engine and core know none. */
  private static final Map<String, List<String>> NEIGHBOURS =
      Map.ofEntries(
          Map.entry("api", List.of("core", "http", "json", "config")),
          Map.entry("app", List.of(ALL)),
          Map.entry("certificates", List.of()),
          Map.entry("cli", List.of("app", "core", "migration", "outgoing", "json", "config")),
          Map.entry("config", List.of()),
          Map.entry("core", List.of()),
          Map.entry("dashboard", List.of("core", "http", "json", "config")),
          Map.entry("geoip", List.of()),
          Map.entry("export", List.of("core", "storage", "outgoing", "jobs", "json", "config")),
          Map.entry("http", List.of("certificates", "config")),
          Map.entry("ingest", List.of("core", "storage", "outgoing", "http", "json", "config")),
          Map.entry("jobs", List.of("sql", "config")),
          Map.entry("json", List.of()),
          Map.entry("media", List.of()),
          Map.entry("migration", List.of("outgoing", "json", "config")),
          Map.entry("openapi", List.of("http", "json")),
          Map.entry("outgoing", List.of("config")),
          Map.entry(
              "pipeline", List.of("core", "media", "storage", "jobs", "ingest.pull", "config")),
          Map.entry(
              "playback",
              List.of(
                  "core",
                  "storage",
                  "media.packaging",
                  "media.container",
                  "media.thumbnail",
                  "media.captions",
                  "http",
                  "config")),
          Map.entry("records", List.of("core", "sql", "json")),
          Map.entry("sql", List.of("config")),
          Map.entry("storage", List.of("config")),
          Map.entry("timestamp", List.of("media.provenance", "outgoing")),
          Map.entry("tokens", List.of("core", "json")),
          Map.entry("webhook", List.of("core", "jobs", "outgoing", "json", "config")));

  /** Public for somebody outside the house: the JVM, and the test that writes docs/operating. */
  private static final Set<String> CALLED_FROM_OUTSIDE = Set.of("cli.Main", "config.SettingsPage");

  private final String root;

  private HouseRules(String root) {
    this.root = root;
  }

  /** All rules for the house whose rooms lie in a package, by name. */
  static Map<String, ArchRule> of(String root) {
    return new HouseRules(root).all();
  }

  private Map<String, ArchRule> all() {
    var rules = new LinkedHashMap<String, ArchRule>();
    rules.put("core_knows_only_the_jdk", knowOnly("core", "java..", "org.jspecify.."));
    rules.put("media_engine_knows_no_house", knowNothingElseOfTheHouse("media"));
    rules.put("dialects_reach_only_core_and_kit", room("api", this::strangersOfApi));
    rules.put("dialects_do_not_know_each_other", strangers(root + ".api.(*).."));
    rules.put("rooms_have_no_cycles", free(root + ".(*).."));
    rules.put("core_rooms_have_no_cycles", free(root + ".core.(*).."));
    rules.put("rooms_know_only_whom_they_may", everyRoomHasARowAndKeepsToIt());
    rules.put("netty_stays_in_http", fence("http", "io.netty.."));
    rules.put("the_http_client_stays_in_outgoing", httpClientFence());
    rules.put("countries_are_looked_up_in_geoip", fence("geoip", "com.maxmind.."));
    rules.put("tokens_are_read_in_tokens", fence("tokens", "com.nimbusds.."));
    rules.put("time_stamps_are_read_in_timestamp", fence("timestamp", "org.bouncycastle.."));
    rules.put("jackson_stays_in_json", jacksonFence());
    rules.put("json_annotations_stay_on_wire_shapes", annotations("com.fasterxml.jackson.."));
    rules.put("the_s3_client_stays_in_its_store", fence("storage.s3", "software.amazon.awssdk.."));
    rules.put("sql_stays_in_sql_records_and_jobs", sqlFence());
    rules.put("the_scheduler_stays_in_jobs", fence("jobs", "com.github.kagkarlsson.."));
    rules.put(
        "settings_are_loaded_in_config",
        fence("config", "io.smallrye..", "org.eclipse.microprofile.."));
    rules.put(
        "forms_are_parsed_in_ingest_direct",
        fence("ingest.direct", "org.apache.commons.fileupload2.."));
    rules.put("commands_are_parsed_in_cli", fence("cli", "picocli.."));
    rules.put("lists_are_parsed_in_migration", fence("migration", "org.apache.commons.csv.."));
    rules.put("processes_start_in_media_ffmpeg", processFence());
    rules.put("logging_is_slf4j", loggingFence());
    rules.put("only_cli_and_app_print", noPrinting());
    rules.put("time_and_ids_are_handed_in", handedIn());
    rules.put("failures_name_their_cure", failuresNameTheirCure());
    rules.put("public_means_used_next_door", publicMeansUsed());
    rules.put("every_room_is_null_marked", nullMarked());
    rules.put("no_drawers", noDrawers());
    rules.replaceAll((name, rule) -> rule.as(name).allowEmptyShould(true));
    return rules;
  }

  // --- rooms ---

  private ArchRule knowOnly(String room, String... libraries) {
    return classes()
        .that()
        .resideInAPackage(in(room))
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(libraries).or(resideInAnyPackage(in(room))));
  }

  private ArchRule knowNothingElseOfTheHouse(String room) {
    return room(room, target -> !inRoom(target, room));
  }

  private boolean strangersOfApi(JavaClass target) {
    return !mayKnow("api", target);
  }

  /** A rule for the classes of one room: none depends on a class of the house that is strange. */
  private ArchRule room(String room, Predicate<JavaClass> strange) {
    return noClasses()
        .that()
        .resideInAPackage(in(room))
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are not its neighbours", target -> isOurs(target) && strange.test(target)));
  }

  private static ArchRule strangers(String pattern) {
    return slices().matching(pattern).should().notDependOnEachOther();
  }

  private static ArchRule free(String pattern) {
    return slices().matching(pattern).should().beFreeOfCycles();
  }

  private ArchRule everyRoomHasARowAndKeepsToIt() {
    return classes()
        .should(
            new ArchCondition<>("have a row in the table and keep to it") {
              @Override
              public void check(JavaClass item, ConditionEvents events) {
                String room = roomOf(item);
                if (!NEIGHBOURS.containsKey(room)) {
                  events.add(
                      SimpleConditionEvent.violated(
                          item, item.getName() + " is in a room without a row"));
                  return;
                }
                item.getDirectDependenciesFromSelf().stream()
                    .filter(d -> isOurs(d.getTargetClass()) && !mayKnow(room, d.getTargetClass()))
                    .forEach(d -> events.add(SimpleConditionEvent.violated(d, d.getDescription())));
              }
            });
  }

  private boolean mayKnow(String room, JavaClass target) {
    return inRoom(target, room)
        || NEIGHBOURS.getOrDefault(room, List.of()).stream()
            .anyMatch(neighbour -> neighbour.equals(ALL) || inRoom(target, neighbour));
  }

  // --- fences ---

  private ArchRule fence(String room, String... libraries) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(in(room))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(libraries);
  }

  /** Nobody calls the outside but the guarded client. The command line talks to its own server. */
  private ArchRule httpClientFence() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(in("outgoing"), in("cli"))
        .should(
            dependOnClassesThat(resideInAnyPackage("org.apache.hc..", "java.net.http.."))
                .or(
                    call(
                        "go outside by themselves",
                        Map.of(
                            "java.net.URL", Set.of("openStream", "openConnection"),
                            "java.net.InetAddress", Set.of("getAllByName", "getByName")))));
  }

  /** Jackson's writer of CBOR is for claims, which are no JSON and nobody else's business. */
  private ArchRule jacksonFence() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(in("json"), in("media.provenance"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("tools.jackson..");
  }

  private ArchRule annotations(String library) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(in("json"), in("api"), in("dashboard"), in("webhook"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(library);
  }

  private ArchRule sqlFence() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(in("sql"), in("records"), in("jobs"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.sql..",
            "javax.sql..",
            "org.jdbi..",
            "com.zaxxer..",
            "org.flywaydb..",
            "org.sqlite..",
            "org.postgresql..");
  }

  private ArchRule processFence() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(in("media.ffmpeg"))
        .should(
            dependOnClassesThat(belongToAnyOf(ProcessBuilder.class))
                .or(call("start other programs", Map.of("java.lang.Runtime", Set.of("exec")))));
  }

  /** In sql because {@code javax.sql.DataSource} has a method that answers such a logger. */
  private ArchRule loggingFence() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(in("app"), in("sql"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.logging..", "ch.qos.logback..");
  }

  private ArchRule noPrinting() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(in("cli"), in("app"))
        .should(
            call(
                "print",
                Map.of(
                    "java.lang.System", Set.of("out", "err"),
                    "java.lang.IO", Set.of("print", "println"),
                    "java.lang.Throwable", Set.of("printStackTrace"))));
  }

  private ArchRule handedIn() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(in("app"))
        .should(
            call(
                "ask the process for time, ids or environment",
                Map.of(
                    "java.time.Instant", Set.of("now"),
                    "java.time.LocalDate", Set.of("now"),
                    "java.time.LocalDateTime", Set.of("now"),
                    "java.time.OffsetDateTime", Set.of("now"),
                    "java.time.ZonedDateTime", Set.of("now"),
                    "java.time.Clock", Set.of("systemUTC", "systemDefaultZone", "system"),
                    "java.time.InstantSource", Set.of("system"),
                    "java.util.UUID", Set.of("randomUUID"),
                    "java.lang.System", Set.of("currentTimeMillis", "getenv"))));
  }

  /**
   * A failure is made with its cure, see {@code Failure.of}. {@code MoveVideo} passes on what a
   * rendition remembers, which was made so.
   */
  private ArchRule failuresNameTheirCure() {
    String failure = root + ".core.video.Failure";
    return noClasses()
        .that()
        .doNotHaveFullyQualifiedName(failure)
        .and()
        .doNotHaveFullyQualifiedName(root + ".core.journey.MoveVideo")
        .should(call("tell a cause without a cure", Map.of(failure, Set.of("<init>"))));
  }

  /** Classes that call one of the methods, or read one of the fields, named by class. */
  private static ArchCondition<JavaClass> call(String what, Map<String, Set<String>> members) {
    return new ArchCondition<>(what) {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        for (JavaAccess<?> access : item.getAccessesFromSelf()) {
          AccessTarget target = access.getTarget();
          boolean named =
              members.entrySet().stream()
                  .anyMatch(entry ->
                      target.getOwner().isAssignableTo(entry.getKey())
                          && entry.getValue().contains(target.getName()));
          events.add(new SimpleConditionEvent(access, named, access.getDescription()));
        }
      }
    };
  }

  // --- habits ---

  private ArchRule publicMeansUsed() {
    return classes()
        .that()
        .areTopLevelClasses()
        .and()
        .haveModifier(JavaModifier.PUBLIC)
        .should(
            new ArchCondition<>("be used from another package") {
              @Override
              public void check(JavaClass item, ConditionEvents events) {
                boolean used =
                    CALLED_FROM_OUTSIDE.contains(item.getName().substring(root.length() + 1))
                        || isNamedNextDoor(item)
                        || isSpokenByItsRoom(item);
                events.add(
                    new SimpleConditionEvent(item, used, item.getName() + " is public for nobody"));
              }
            });
  }

  /** The type itself or one of those inside it, such as a record of a sealed family. */
  private static boolean isNamedNextDoor(JavaClass item) {
    return item.getPackage().getClasses().stream()
        .filter(type -> type.equals(item) || type.getName().startsWith(item.getName() + "$"))
        .flatMap(type -> type.getDirectDependenciesToSelf().stream())
        .map(dependency -> dependency.getOriginClass().getPackageName())
        .anyMatch(user -> !user.equals(item.getPackageName()));
  }

  /**
   * A neighbour needs it without naming it: it stands in the signature of something public in the
   * same room, such as the type of a lambda.
   */
  private static boolean isSpokenByItsRoom(JavaClass item) {
    return item.getPackage().getClasses().stream()
        .filter(type -> !type.equals(item) && type.getModifiers().contains(JavaModifier.PUBLIC))
        .flatMap(type -> type.getCodeUnits().stream())
        .filter(unit -> unit.getModifiers().contains(JavaModifier.PUBLIC))
        .flatMap(unit ->
            Stream.concat(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream()))
        .anyMatch(spoken -> spoken.getAllInvolvedRawTypes().contains(item));
  }

  private static ArchRule nullMarked() {
    return classes()
        .should(
            new ArchCondition<>("lie in a package marked @NullMarked") {
              @Override
              public void check(JavaClass item, ConditionEvents events) {
                boolean marked =
                    item.getPackage()
                        .tryGetPackageInfo()
                        .filter(p -> p.isAnnotatedWith(NullMarked.class))
                        .isPresent();
                events.add(
                    new SimpleConditionEvent(
                        item, marked, item.getName() + " lies in an unmarked package"));
              }
            });
  }

  private static ArchRule noDrawers() {
    return noClasses().should().haveNameMatching(".*(Utils?|Helpers?|Managers?|Impl)(\\$.*)?");
  }

  // --- places ---

  private String in(String room) {
    return root + "." + room + "..";
  }

  private boolean isOurs(JavaClass type) {
    return type.getPackageName().startsWith(root + ".");
  }

  private boolean inRoom(JavaClass type, String room) {
    String home = root + "." + room;
    return type.getPackageName().equals(home) || type.getPackageName().startsWith(home + ".");
  }

  private String roomOf(JavaClass type) {
    return Optional.of(type.getPackageName())
        .filter(name -> name.startsWith(root + "."))
        .map(name -> name.substring(root.length() + 1).split("\\.", /* limit= */ 2)[0])
        .orElse("");
  }
}
