package slipway.playback;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import slipway.config.ByteSize;
import slipway.core.access.Gate;
import slipway.core.access.KeepSigningKeys;
import slipway.core.access.MayWatch;
import slipway.core.access.SigningKey;
import slipway.core.policy.Policy;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.http.Request;
import slipway.http.Response;
import slipway.testing.DirectTransactions;
import slipway.testing.InMemoryProtections;
import slipway.testing.InMemorySigningKeys;
import slipway.testing.Rs256;
import slipway.testing.SettableClock;
import slipway.tokens.JoseTokens;

/** A screen behind real tokens: what an owner does with videos and keys, and what viewers get. */
final class Paywall {
  /** A viewer's country is what this header says. */
  private static final String COUNTRY = "X-Test-Country";

  static final long NOW = SettableClock.START.getEpochSecond();

  final SettableClock clock = new SettableClock();
  final KeepSigningKeys keep;
  final Screen screen;
  private final InMemorySigningKeys keys = new InMemorySigningKeys();

  /** Finding primes takes a while, so all tests share two pairs. */
  private static final KeyPair MINE = pair();

  private static final KeyPair FOREIGN = pair();

  Paywall(Path folder) throws IOException {
    this(folder, /* strict= */ false);
  }

  Paywall(Path folder, boolean strict) throws IOException {
    keep = new KeepSigningKeys(keys, new DirectTransactions(), clock);
    keys.add(key(1, "key", MINE));
    keys.add(key(2, "foreign", FOREIGN));
    InMemoryProtections protections = new InMemoryProtections();
    MayWatch mayWatch = new MayWatch(keys, new JoseTokens(), Gate.closed(), protections, clock);
    screen =
        new Screen(
            folder,
            new PlaybackSettings(ByteSize.ofMebibytes(64), /* whileUploading= */ true),
            Authoriser.asking(strict ? mayWatch.needingOrigins() : mayWatch),
            request -> request.headers().first(COUNTRY),
            protections);
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static SigningKey key(long account, String id, KeyPair pair) {
    return new SigningKey(
        id,
        account,
        id,
        "cloudflare",
        SigningKey.Algorithm.RS256,
        Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()),
        /* privateKey= */ null,
        /* disabled= */ false,
        SettableClock.START,
        /* deletedAt= */ null,
        /* lastSeen= */ null);
  }

  /** Of another account, where it is called {@code foreign}. */
  PrivateKey foreignKey() {
    return FOREIGN.getPrivate();
  }

  /** A ready video. */
  Video video(long serial, Policy.Kind kind, String... origins) throws IOException {
    Policy policy = new Policy(kind, null, null, null, List.of(origins));
    return screen.ready(
        serial, "sample.mp4", new Wishes(policy, null, null, false, false, null, null, null));
  }

  Video closed(long serial) throws IOException {
    return video(serial, Policy.Kind.TOKEN);
  }

  static String uid(Video video) {
    return video.id().toString().replace("-", "");
  }

  /** For an hour, with more claims behind a comma. */
  String token(Video video, String more) {
    return token("\"sub\":\"" + uid(video) + "\",\"exp\":" + (NOW + 3600) + more);
  }

  String token(String claims) {
    return Rs256.token(MINE.getPrivate(), "key", claims);
  }

  PublicKey publicKey() {
    return MINE.getPublic();
  }

  String tokenWithoutKid(String claims) {
    return Rs256.tokenWithoutKid(MINE.getPrivate(), claims);
  }

  /** For the same account, as Livepeer's owners sign. */
  String es256(Video video) {
    KeyPair pair =
        keep.make(
                new KeepSigningKeys.Asked(
                    1, "ec", "ec", "livepeer", SigningKey.Algorithm.ES256, 10, "many", false))
            .pair();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded())
            + "\n-----END PUBLIC KEY-----\n";
    return Rs256.es256(
        pair.getPrivate(),
        "\"sub\":\"%s\",\"exp\":%d,\"pub\":\"%s\""
            .formatted(
                video.playbackId(),
                NOW + 60,
                Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8))));
  }

  int status(String path) throws IOException {
    return status(Request.to("GET", path));
  }

  int status(Request.Builder request) throws IOException {
    Response answer = screen.send(request);
    if (answer.status() < 300) {
      Screen.body(answer);
    }
    return answer.status();
  }

  String text(String path) throws IOException {
    return text(screen.send(Request.to("GET", path)));
  }

  static String text(Response response) throws IOException {
    return new String(Screen.body(response), StandardCharsets.UTF_8);
  }

  static Request.Builder from(String path, String address, Optional<String> country) {
    Request.Builder request = Request.to("GET", path).client(InetAddress.ofLiteral(address));
    return country.map(code -> request.header(COUNTRY, code)).orElse(request);
  }
}
