package slipway.ingest.tus;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import slipway.http.BodyException;
import slipway.http.Hangup;
import slipway.http.Request;
import slipway.testing.StagedBody;

/**
 * A house in which one scenario is played. Besides {@code <request> => <answer>} a line may be
 *
 * <ul>
 *   <li>{@code <request> => <answer> as <name>}: what was created is {@code <name>} in later lines,
 *       and {@code <upload>} in any case;
 *   <li>{@code the suite wants <answer>; <row>: <why>}: the suite would have the answer just given
 *       otherwise, and a row of our contract does not. Fails once we answer as the suite wants it;
 *   <li>{@code <request>} with a {@code stalled} body, which stays on the way until the line {@code
 *       then "<bytes>" => <answer>}, or {@code then silence}, when no more comes for too long, or
 *       {@code then nothing}, when something else ended it;
 *   <li>{@code time P7D}: so much time passes; {@code room 5}: so many bytes fit on the disk.
 * </ul>
 */
final class SuiteStage implements AutoCloseable {
  private static final Pattern NAMED = Pattern.compile("<([a-z]+)>");
  private static final Pattern LETTERS = Pattern.compile("\\{(\\d+) letters}");
  private static final Pattern WANTED =
      Pattern.compile("the suite wants (?<answer>.+); (?:[A-Z]{2,3}-\\d+): (?<why>.+)");

  private final boolean tus;
  private final TusClient client = TusClient.files();
  private final ExecutorService lines = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, String> addresses = new HashMap<>();
  private StagedBody stalled = StagedBody.chunked();
  private Future<SuiteAnswer.Given> running =
      CompletableFuture.completedFuture(SuiteAnswer.Given.HANGUP);
  private SuiteAnswer.Given last = SuiteAnswer.Given.HANGUP;

  SuiteStage(boolean tus) {
    this.tus = tus;
    client.house.account(1, "anna");
  }

  @Override
  public void close() {
    stalled.breakOff(new BodyException.ClientGone());
    lines.close();
  }

  /** Plays all lines. */
  void play(SuiteScenario scenario) throws Exception {
    for (String line : scenario.lines()) {
      play(filled(line), line);
    }
  }

  private void play(String line, String as) throws Exception {
    Matcher wanted = WANTED.matcher(line);
    if (wanted.matches()) {
      assertThat(SuiteAnswer.of(wanted.group("answer")).unmetBy(last)).as(as).isNotEmpty();
    } else if (line.startsWith("time ")) {
      client.house.clock.advance(Duration.parse(line.substring("time ".length())));
    } else if (line.startsWith("room ")) {
      client.house.blobs.room(Long.parseLong(line.substring("room ".length())));
    } else if (line.startsWith("then ")) {
      int answer = line.indexOf(" => ");
      goOn(line.substring("then ".length(), answer));
      last = running.get();
      check(line.substring(answer + " => ".length()), as);
    } else {
      exchange(line, as);
    }
  }

  private void exchange(String line, String as) throws Exception {
    String[] halves = line.split(" => ", -1);
    SuiteRequest request =
        SuiteRequest.of(halves[0], tus ? TusClient.BYTES : "application/partial-upload");
    if (request.isStalled()) {
      stalled = (StagedBody) request.body();
      running = lines.submit(() -> given(request));
      stalled.awaitReader();
      return;
    }
    last = given(request);
    String[] answer = halves[1].split(" as ", -1);
    check(answer[0], as);
    for (String name : answer.length > 1 ? List.of("upload", answer[1]) : List.of("upload")) {
      last.headers().first("Location").ifPresent(address -> addresses.put(name, address));
    }
  }

  private void goOn(String how) {
    switch (how) {
      case "nothing" -> {}
      case "silence" -> stalled.breakOff(new BodyException.IdleTimeout());
      default -> stalled.give(how.substring(1, how.length() - 1)).end();
    }
  }

  private void check(String answer, String as) {
    assertThat(SuiteAnswer.of(answer).unmetBy(last)).as("%s, but was %s", as, last).isEmpty();
  }

  private SuiteAnswer.Given given(SuiteRequest asked) {
    boolean creates = asked.method().equals("POST") || asked.method().equals("OPTIONS");
    String target = asked.target();
    if (target.isEmpty()) {
      target = creates ? "/files/" : address("upload");
    }
    Request.Builder request =
        Request.to(asked.method(), URI.create(target).getPath())
            .headers(asked.headers())
            .body(asked.body());
    if (asked.method().equals("POST")) {
      request.header("Authorization", "Bearer anna");
    }
    boolean told =
        asked.headers().has("Tus-Resumable") || asked.without().contains("Tus-Resumable");
    if (tus && !told && !asked.method().equals("OPTIONS")) {
      request.header("Tus-Resumable", "1.0.0");
    }
    try {
      return SuiteAnswer.Given.of(client.send(request));
    } catch (Hangup _) {
      return SuiteAnswer.Given.HANGUP;
    }
  }

  private String filled(String line) {
    String named = NAMED.matcher(line).replaceAll(name -> address(name.group(1)));
    return LETTERS.matcher(named).replaceAll(n -> "A".repeat(Integer.parseInt(n.group(1))));
  }

  private String address(String name) {
    String address = addresses.get(name);
    if (address == null) {
      throw new IllegalStateException("nothing is called " + name + " yet");
    }
    return address;
  }
}
