package slipway.timestamp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import slipway.media.provenance.TimeStamps;
import slipway.outgoing.Answer;
import slipway.outgoing.Call;
import slipway.outgoing.Limits;
import slipway.outgoing.Outgoing;
import slipway.outgoing.OutgoingException;
import slipway.outgoing.Sending;

/**
 * The operator's time stamping authority behind its URL (RFC 3161, section 3.4). It learns a hash
 * and nothing else. Safe for any thread.
 */
public final class TimeStampAuthority implements TimeStamps {
  private static final String QUESTION = "application/timestamp-query";

  /** A stamp with all certificates of its authority has less than ten thousand bytes. */
  private static final Limits LIMITS = new Limits(Duration.ofSeconds(20), 1 << 16);

  private static final int NONCE_BITS = 64;

  private final Outgoing outgoing;
  private final String url;
  private final SecureRandom random = new SecureRandom();

  public TimeStampAuthority(Outgoing outgoing, URI url) {
    this.outgoing = outgoing;
    this.url = url.toString();
  }

  @Override
  public Stamp stamp(byte[] content) throws NoTimeStamp {
    TimeStampRequest question = question(content);
    try {
      return new StampReply(ask(question.getEncoded())).stamp(question);
    } catch (OutgoingException nobody) {
      throw new NoTimeStamp("Asking the authority failed. " + nobody.getMessage());
    } catch (IOException broken) {
      throw broken instanceof NoTimeStamp no ? no : new NoTimeStamp(StampReply.UNREADABLE);
    }
  }

  private TimeStampRequest question(byte[] content) {
    TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
    generator.setCertReq(true); // a verifier has none of its own
    return generator.generate(
        TSPAlgorithms.SHA256, hash(content), new BigInteger(NONCE_BITS, random));
  }

  private static byte[] hash(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  private byte[] ask(byte[] question) throws OutgoingException, NoTimeStamp {
    Sending sending = new Sending(QUESTION, question.length, out -> out.write(question));
    try (Answer answer = outgoing.send(Call.sending("POST", url, sending, LIMITS))) {
      if (answer.status() != 200) {
        throw new NoTimeStamp("The authority answered %d.".formatted(answer.status()));
      }
      var bytes = new ByteArrayOutputStream();
      byte[] piece = new byte[8192];
      for (int count = answer.read(piece); count >= 0; count = answer.read(piece)) {
        bytes.write(piece, 0, count);
      }
      return bytes.toByteArray();
    }
  }
}
