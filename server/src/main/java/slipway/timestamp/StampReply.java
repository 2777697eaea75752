package slipway.timestamp;

import java.io.IOException;
import java.security.cert.CertificateException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.media.provenance.TimeStamps.NoTimeStamp;
import slipway.media.provenance.TimeStamps.Stamp;

/**
 * What an authority answers (RFC 3161, section 2.4.2). It is checked as the standard wants it
 * checked by whoever asked: that it is about what was asked, and that a certificate for time stamps
 * signed it. Whether that one is trusted is for those who verify the file.
 */
final class StampReply {
  static final String UNREADABLE = "The authority gave no time stamp that can be read.";
  private static final Logger log = LoggerFactory.getLogger(StampReply.class);

  private final byte[] bytes;

  StampReply(byte[] bytes) {
    this.bytes = bytes;
  }

  Stamp stamp(TimeStampRequest question) throws NoTimeStamp {
    try {
      TimeStampResponse response = parsed();
      response.validate(question);
      TimeStampToken token = response.getTimeStampToken();
      if (token == null) {
        log.warn("no time stamp: {}", response.getStatusString());
        throw new NoTimeStamp(
            "The authority refused, with status %d.".formatted(response.getStatus()));
      }
      token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer(token)));
      return new Stamp(token.getEncoded(), token.getTimeStampInfo().getGenTime().toInstant());
    } catch (NoTimeStamp no) {
      throw no;
    } catch (TSPException | OperatorCreationException wrong) {
      log.warn("a time stamp that does not count: {}", wrong.toString());
      throw new NoTimeStamp("The authority's time stamp does not count.");
    } catch (IOException | CertificateException | RuntimeException broken) {
      log.warn("a time stamp that cannot be read: {}", broken.toString());
      throw new NoTimeStamp(UNREADABLE);
    }
  }

  private TimeStampResponse parsed() throws IOException {
    try {
      return new TimeStampResponse(bytes);
    } catch (TSPException malformed) {
      throw new IOException(malformed);
    }
  }

  private static X509CertificateHolder signer(TimeStampToken token) throws NoTimeStamp {
    return token.getCertificates().getMatches(null).stream()
        .filter(certificate -> token.getSID().match(certificate))
        .findFirst()
        .orElseThrow(
            () -> new NoTimeStamp("The authority's time stamp comes without its certificate."));
  }
}
