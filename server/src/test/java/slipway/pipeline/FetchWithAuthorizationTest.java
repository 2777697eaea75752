package slipway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.core.video.Failure;
import slipway.core.video.Phase;
import slipway.core.video.Source;
import slipway.jobs.JobControl;
import slipway.jobs.Outcome;
import slipway.outgoing.StrangeServer;
import slipway.testing.IngestHouse;

/** Fetching with the header that a client of Gcore gave for it. */
final class FetchWithAuthorizationTest extends FetchCase {
  @Test
  @DisplayName("GC-54, GC-124: at other doors a playlist is a file like any other, and no video")
  void playlistElsewhere() throws Exception {
    id = importedAtGcore("Bearer s3cr3t", "/film.m3u8");
    says("HTTP/1.1 200 OK\nContent-Length: 10", "text of it");

    assertThat(run()).isInstanceOf(Outcome.Done.class);
    assertThat(failure()).isEqualTo(IngestHouse.NOT_MEDIA);
    assertThat(server.requests).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"404, HAD_NOTHING", "403, FORBADE", "401, FORBADE", "206, ", "418, "})
  @DisplayName("GC-121, GC-122: some doors' imports are tried three times, whatever is said")
  void insists(int status, Failure.@Nullable There there) throws Exception {
    id = importedAtGcore("Bearer s3cr3t");
    for (int i = 0; i < 3; i++) {
      says("HTTP/1.1 " + status + " No\nContent-Length: 0", "");
    }

    assertWaits(run(), Duration.ofSeconds(2));
    assertThat(phase()).isEqualTo(new Phase.Fetching());
    assertWaits(run(), Duration.ofSeconds(5));
    assertThat(run()).isInstanceOf(Outcome.Done.class);

    assertThat(server.requests).hasSize(3);
    assertThat(failure().kind()).isEqualTo(Failure.Kind.NOT_FETCHED);
    assertThat(failure().there()).isEqualTo(there);
    assertThat(house.authorizations.of(id)).as("of no use any more").isEmpty();
  }

  @Test
  @DisplayName("GC-125: the server of the URL sees the Authorization, another one does not")
  void authorization() throws Exception {
    id = importedAtGcore("Bearer s3cr3t");
    says(WHOLE, "0123456789");

    assertThat(run()).isInstanceOf(Outcome.Done.class);

    assertThat(server.requests.getFirst()).contains("Authorization: Bearer s3cr3t");
    assertThat(house.authorizations.of(id)).as("forgotten once it is here").isEmpty();
  }

  @Test
  @DisplayName("GC-125: a kill between the file and its secret's end leaves no secret")
  void killedBeforeForgetting() throws Exception {
    id = importedAtGcore("Bearer s3cr3t");
    says(WHOLE, "0123456789");

    fetch().run(job(id), JobControl.none()); // and its end is never kept

    assertThat(house.authorizations.of(id)).isPresent();
    assertThat(runAfterRestart()).isInstanceOf(Outcome.Done.class);
    assertThat(house.authorizations.of(id)).isEmpty();
    assertThat(server.requests).hasSize(1);
  }

  @Test
  @DisplayName("The end of one fetch leaves the address of the next place alone")
  void fetchedElsewhereMeanwhile() throws Exception {
    says(WHOLE, "0123456789");
    Outcome first = fetch().run(job(id), JobControl.none());
    house.move.failed(id, IngestHouse.NOT_MEDIA);
    house
        .ports
        .videos()
        .update(video().fetchedElsewhere(new Source.Url(url("/b"), null), house.clock.instant()));
    house.authorizations.keepAddress(id, url("/b?signed"));

    ((Outcome.Done) first).change().run();

    assertThat(house.authorizations.addressOf(id)).contains(url("/b?signed"));
  }

  @Test
  @DisplayName("GC-125: a redirect to another host takes no secret along")
  void authorizationOfOthers() throws Exception {
    id = importedAtGcore("Bearer s3cr3t");
    StrangeServer other =
        keep(new StrangeServer((_, out) -> StrangeServer.say(out, WHOLE, "0123456789")));
    says(
        "HTTP/1.1 302 Found\nLocation: http://127.0.0.1:" + other.port() + "/b\nContent-Length: 0",
        "");

    assertThat(run()).isInstanceOf(Outcome.Done.class);

    assertThat(server.requests.getFirst()).contains("Authorization: Bearer s3cr3t");
    assertThat(other.requests.getFirst())
        .noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("authorization"));
    assertThat(stored()).isEqualTo("0123456789");
  }
}
