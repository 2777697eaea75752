package slipway.timestamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.media.provenance.TimeStamps;
import slipway.media.provenance.TimeStamps.NoTimeStamp;
import slipway.outgoing.Outgoing;
import slipway.outgoing.OutgoingSettings;
import slipway.outgoing.Resolver;
import slipway.testing.SettableClock;

/** LP-168, the time stamp: what is asked, and which answers are believed. */
final class TimeStampAuthorityTest {
  private static final byte[] CONTENT = {1, 2, 3};

  private StandInAuthority other;
  private Outgoing outgoing;

  @BeforeEach
  void open() throws IOException {
    other = new StandInAuthority();
    String host = other.url().getRawAuthority();
    outgoing =
        new Outgoing(
            new OutgoingSettings(
                /* allowPrivateTargets= */ false,
                List.of(host),
                Duration.ofSeconds(10),
                Duration.ofSeconds(20)),
            Resolver.system());
  }

  @AfterEach
  void close() {
    outgoing.close();
    other.close();
  }

  private TimeStamps.Stamp stamp() throws NoTimeStamp {
    return new TimeStampAuthority(outgoing, other.url()).stamp(CONTENT);
  }

  @Test
  @DisplayName(
      "LP-168: the hash is asked for, with a nonce; the token is about it and has its time")
  void stamped() throws Exception {
    TimeStamps.Stamp stamp = stamp();
    assertThat(stamp.at()).isEqualTo(SettableClock.START);
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(CONTENT);
    TimeStampToken token = new TimeStampToken(new CMSSignedData(stamp.token()));
    assertThat(token.getTimeStampInfo().getMessageImprintDigest()).isEqualTo(hash);
    assertThat(other.types).containsExactly("application/timestamp-query");
    assertThat(other.questions.getFirst().getMessageImprintDigest()).isEqualTo(hash);
    assertThat(other.questions.getFirst().getCertReq()).isTrue();
    stamp();
    assertThat(other.questions.getFirst().getNonce())
        .isNotEqualTo(other.questions.get(1).getNonce());
  }

  @Test
  void anotherHash_isNotBelieved() {
    other.instead = question -> other(new byte[32], question.getNonce());
    refused("does not count");
  }

  @Test
  @DisplayName("an answer to an earlier question is not believed")
  void anotherNonce_isNotBelieved() {
    other.instead = question -> other(question.getMessageImprintDigest(), BigInteger.valueOf(7));
    refused("does not count");
  }

  private static TimeStampRequest other(byte[] hash, BigInteger nonce) {
    TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
    generator.setCertReq(true);
    return generator.generate(TSPAlgorithms.SHA256, hash, nonce);
  }

  @Test
  void certificate_thatIsMissingOrEnded_isNotBelieved() {
    other.hidesCertificate = true;
    refused("without its certificate");
    other.hidesCertificate = false;
    other.time = SettableClock.START.plus(Duration.ofDays(1000)); // it ended
    refused("does not count");
  }

  @Test
  void refusals_andWhatIsNoAnswer_areSaid() {
    other.refuses = true;
    refused("refused, with status 2");
    other.refuses = false;
    other.bent = answer -> Arrays.copyOf(answer, answer.length / 2);
    refused("no time stamp that can be read");
    other.bent = _ -> HexFormat.of().parseHex("3003020100");
    refused("");
    other.bent = answer -> Arrays.copyOf(answer, 100_000);
    refused("larger than");
    other.bent = answer -> answer;
    other.status = 503;
    refused("answered 503");
    other.close();
    refused("could not be reached");
  }

  @Test
  @DisplayName(
      "a bent bit anywhere in the answer ends in a refusal, or changes nothing of the stamp")
  void bentBits_breakNothing() throws Exception {
    int length = stamp().token().length;
    for (int at = 0; at < length; at += 17) {
      int place = at;
      other.bent =
          answer -> {
            answer[place] ^= 4;
            return answer;
          };
      try {
        assertThat(stamp().at()).isEqualTo(SettableClock.START);
      } catch (NoTimeStamp expected) {
        assertThat(expected.getMessage()).endsWith(".");
      }
    }
  }

  private void refused(String complaint) {
    assertThatThrownBy(this::stamp).isInstanceOf(NoTimeStamp.class).hasMessageContaining(complaint);
  }

  @Test
  @DisplayName("REL-66: what the operator did not name stays out of reach")
  void elsewhere_isNotAsked() {
    URI elsewhere = URI.create("http://127.0.0.1:1/tsa");
    assertThatThrownBy(() -> new TimeStampAuthority(outgoing, elsewhere).stamp(CONTENT))
        .isInstanceOf(NoTimeStamp.class);
    assertThat(other.questions).isEmpty();
  }
}
