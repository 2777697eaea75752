package slipway.timestamp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;
import slipway.testing.SettableClock;
import slipway.testing.TestAuthority;

/** A time stamping authority on this machine, which may be told to go wrong. */
final class StandInAuthority implements AutoCloseable {
  private static final String STAMPS = "1.3.6.1.5.5.7.3.8";

  private final HttpServer server;
  private final KeyPair keys = TestAuthority.ec();
  private final X509Certificate certificate =
      new TestAuthority(SettableClock.START).issue(keys.getPublic(), STAMPS);

  /** Type and body of what was asked, in order. */
  final List<String> types = new ArrayList<>();

  final List<TimeStampRequest> questions = new ArrayList<>();

  Instant time = SettableClock.START;
  int status = 200;

  /** What becomes of a question before it is answered. */
  UnaryOperator<TimeStampRequest> instead = question -> question;

  /** What becomes of an answer before it is sent. */
  UnaryOperator<byte[]> bent = answer -> answer;

  boolean refuses;
  boolean hidesCertificate;

  StandInAuthority() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/tsa", this::handle);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/tsa");
  }

  private void handle(HttpExchange exchange) throws IOException {
    types.add(exchange.getRequestHeaders().getFirst("Content-Type"));
    TimeStampRequest question = new TimeStampRequest(exchange.getRequestBody().readAllBytes());
    questions.add(question);
    byte[] answer = bent.apply(answer(instead.apply(question)));
    exchange.getResponseHeaders().set("Content-Type", "application/timestamp-reply");
    exchange.sendResponseHeaders(status, answer.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(answer);
    }
  }

  private byte[] answer(TimeStampRequest question) throws IOException {
    try {
      TimeStampTokenGenerator tokens =
          new TimeStampTokenGenerator(
              new JcaSimpleSignerInfoGeneratorBuilder()
                  .build("SHA256withECDSA", keys.getPrivate(), certificate),
              new JcaDigestCalculatorProviderBuilder()
                  .build()
                  .get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)),
              new ASN1ObjectIdentifier("1.2.3.4"));
      if (!hidesCertificate) {
        tokens.addCertificates(new JcaCertStore(List.of(certificate)));
      }
      TimeStampResponseGenerator answers =
          new TimeStampResponseGenerator(tokens, TSPAlgorithms.ALLOWED);
      return refuses
          ? answers.generateFailResponse(2, 1 << 5, "not today").getEncoded()
          : answers.generate(question, BigInteger.ONE, Date.from(time)).getEncoded();
    } catch (TSPException | OperatorCreationException | CertificateException broken) {
      throw new IOException(broken);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
