package slipway.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static slipway.testing.SettableClock.START;

import java.net.InetAddress;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import slipway.core.access.Gate;
import slipway.core.access.KeepSigningKeys;
import slipway.core.access.MayWatch;
import slipway.core.access.Proof;
import slipway.core.access.Protection;
import slipway.core.access.SigningKey;
import slipway.core.access.Use;
import slipway.core.access.Verdict;
import slipway.core.access.Verdict.Why;
import slipway.core.access.Viewer;
import slipway.core.policy.Policy;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.testing.DirectTransactions;
import slipway.testing.InMemorySigningKeys;
import slipway.testing.Samples;
import slipway.testing.SettableClock;

/** The decision with real tokens. */
class MayWatchTest {
  private static final long NOW = START.getEpochSecond();
  private static final String HOUR = ",\"exp\":" + (NOW + 3600);

  private final SettableClock clock = new SettableClock();
  private final InMemorySigningKeys keys = new InMemorySigningKeys();
  private final KeepSigningKeys keep = new KeepSigningKeys(keys, new DirectTransactions(), clock);
  private final KeepSigningKeys.Made ec = make(1, "ec", SigningKey.Algorithm.ES256);
  private final KeepSigningKeys.Made rsa = make(1, "rsa", SigningKey.Algorithm.RS256);
  private final KeepSigningKeys.Made foreign = make(2, "foreign", SigningKey.Algorithm.RS256);
  private final Video video = video(Policy.Kind.TOKEN, List.of());
  private Gate.Answer gate = Gate.Answer.UNREACHABLE;
  private boolean protectedAccount;
  private boolean encrypted;

  private final MayWatch mayWatch =
      new MayWatch(
          keys,
          new JoseTokens(),
          (_, _, _, _) -> gate,
          account ->
              new Protection(account, protectedAccount, "secret", false, encrypted, "00", null),
          clock);

  @Test
  @DisplayName("LP-136, LP-137 a token as @livepeer/core signs it opens its video")
  void livepeersToken() {
    assertThat(decide(livepeer("\"sub\":\"" + video.playbackId() + "\"" + HOUR)))
        .isEqualTo(new Verdict.Allowed(false));
  }

  @Test
  @DisplayName("LP-137 a clock that is a little ahead does not matter")
  void issuedInTheFuture() {
    String claims = "\"sub\":\"" + video.playbackId() + "\",\"iat\":" + (NOW + 1) + HOUR;
    assertThat(decide(livepeer(claims))).isEqualTo(new Verdict.Allowed(false));
  }

  @Test
  @DisplayName("CF-106, CF-105 a self-signed RS256 token opens; numbers may be texts")
  void cloudflaresToken() {
    String uid = video.id().toString().replace("-", "");
    assertThat(decide(cloudflare("\"sub\":\"" + uid + "\",\"exp\":\"" + (NOW + 60) + "\"")))
        .isEqualTo(new Verdict.Allowed(false));
  }

  @Test
  @DisplayName("CF-110 taking the file away needs downloadable")
  void downloads() {
    String sub = "\"sub\":\"" + video.id() + "\"" + HOUR;
    assertThat(decide(cloudflare(sub), Use.TAKE)).isEqualTo(refused(Why.NOT_DOWNLOADABLE));
    assertThat(decide(cloudflare(sub + ",\"downloadable\":true"), Use.TAKE))
        .isEqualTo(new Verdict.Allowed(false));
    assertThat(decide(livepeer(sub), Use.TAKE)).isEqualTo(new Verdict.Allowed(false));
  }

  @Test
  @DisplayName("CF-111 rules in a token hold; six of them make it invalid")
  void rules() {
    String sub = "\"sub\":\"" + video.id() + "\"" + HOUR + ",\"accessRules\":";
    String block = "{\"type\":\"any\",\"action\":\"block\"}";
    assertThat(decide(cloudflare(sub + "[" + block + "]"))).isEqualTo(refused(Why.BLOCKED));
    assertThat(
            decide(
                cloudflare(
                    sub
                        + "[{\"type\":\"ip.src\",\"action\":\"allow\",\"ip\":[\"1.2.3.0/24\"]},"
                        + block
                        + "]")))
        .isEqualTo(new Verdict.Allowed(false));
    String six = String.join(",", List.of(block, block, block, block, block, block));
    assertThat(decide(cloudflare(sub + "[" + six + "]"))).isEqualTo(refused(Why.BAD_PROOF));
    assertThat(decide(cloudflare(sub + "[{\"type\":\"moon\",\"action\":\"allow\"}]")))
        .isEqualTo(refused(Why.BAD_PROOF));
  }

  @TestFactory
  @DisplayName("REL-80 tokens that open nothing")
  Stream<DynamicTest> hostileTokens() throws Exception {
    String sub = "\"sub\":\"" + video.playbackId() + "\"";
    String good = sub + HOUR;
    String right = cloudflare(good);
    String[] parts = right.split("\\.", -1);
    String pem = pem(rsa.pair());
    return Map.<String, String>ofEntries(
            Map.entry("empty", ""),
            Map.entry("no token", "x.y.z"),
            Map.entry(
                "alg none", encode("{\"alg\":\"none\",\"kid\":\"rsa\"}") + "." + parts[1] + "."),
            Map.entry(
                "alg None", encode("{\"alg\":\"None\",\"kid\":\"rsa\"}") + "." + parts[1] + "."),
            Map.entry(
                "alg NONE", encode("{\"alg\":\"NONE\",\"kid\":\"rsa\"}") + "." + parts[1] + "."),
            Map.entry(
                "HS256 with the public key",
                hmac("{\"alg\":\"HS256\",\"kid\":\"rsa\"}", good, pem)),
            Map.entry(
                "algorithm of another key",
                signed(rsa, "{\"alg\":\"RS256\",\"kid\":\"ec\"}", good)),
            Map.entry("RS512", signed(rsa, "{\"alg\":\"RS512\",\"kid\":\"rsa\"}", good)),
            Map.entry("no kid", signed(rsa, "{\"alg\":\"RS256\"}", good)),
            Map.entry("unknown kid", signed(rsa, "{\"alg\":\"RS256\",\"kid\":\"other\"}", good)),
            Map.entry(
                "kid as a path",
                signed(rsa, "{\"alg\":\"RS256\",\"kid\":\"../../etc/passwd\"}", good)),
            Map.entry(
                "kid as SQL", signed(rsa, "{\"alg\":\"RS256\",\"kid\":\"' or 1=1 --\"}", good)),
            Map.entry(
                "kid as a URL", signed(rsa, "{\"alg\":\"RS256\",\"kid\":\"https://x/key\"}", good)),
            Map.entry(
                "two kids",
                signed(rsa, "{\"alg\":\"RS256\",\"kid\":\"rsa\"}", good + ",\"kid\":\"ec\"")),
            Map.entry(
                "jku",
                signed(rsa, "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"jku\":\"http://x/\"}", good)),
            Map.entry(
                "x5u",
                signed(rsa, "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"x5u\":\"http://x/\"}", good)),
            Map.entry(
                "a key in the header",
                signed(
                    rsa,
                    "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"jwk\":" + jwk(rsa.pair()) + "}",
                    good)),
            Map.entry(
                "nested, the inner one unsigned",
                signed(
                    rsa,
                    "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"cty\":\"JWT\"}",
                    "\"jwt\":\"" + encode("{\"alg\":\"none\"}") + "." + parts[1] + ".\"")),
            Map.entry(
                "encrypted and compressed",
                encode("{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"zip\":\"DEF\"}") + "..AA.AA.AA"),
            Map.entry("four parts", right + "." + parts[1]),
            Map.entry(
                "crit",
                signed(
                    rsa,
                    "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"crit\":[\"b64\"],\"b64\":false}",
                    good)),
            Map.entry(
                "compressed",
                signed(rsa, "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"zip\":\"DEF\"}", good)),
            Map.entry("no signature", parts[0] + "." + parts[1] + "."),
            Map.entry(
                "signature of another",
                parts[0] + "." + parts[1] + "." + cloudflare(sub).split("\\.", -1)[2]),
            Map.entry(
                "other account's key",
                signed(foreign, "{\"alg\":\"RS256\",\"kid\":\"foreign\"}", good)),
            Map.entry("1 MB", right + "A".repeat(1 << 20)),
            Map.entry(
                "claims twice",
                signed(rsa, "{\"alg\":\"RS256\",\"kid\":\"rsa\"}", good + "," + sub)),
            Map.entry("negative exp", cloudflare(sub + ",\"exp\":-1")),
            Map.entry("huge exp", cloudflare(sub + ",\"exp\":1e300")),
            Map.entry("exp as a list", cloudflare(sub + ",\"exp\":[" + (NOW + 60) + "]")),
            Map.entry("exp as a word", cloudflare(sub + ",\"exp\":\"tomorrow\"")),
            Map.entry("no sub", cloudflare("\"a\":1" + HOUR)),
            Map.entry("sub of another", cloudflare("\"sub\":\"play000000000099\"" + HOUR)),
            Map.entry("ES256 with r=s=0", ecZeros(good)))
        .entrySet()
        .stream()
        .map(token ->
            DynamicTest.dynamicTest(
                token.getKey(),
                () -> assertThat(decide(token.getValue())).isEqualTo(refused(Why.BAD_PROOF))));
  }

  @Test
  @DisplayName("REL-80 expiry is needed, kept, and bounded for keys that accounts hold")
  void times() {
    String sub = "\"sub\":\"" + video.playbackId() + "\"";
    assertThat(decide(livepeer(sub))).isEqualTo(refused(Why.OUT_OF_TIME));
    assertThat(decide(livepeer(sub + ",\"exp\":" + (NOW + 8 * 86_400))))
        .isEqualTo(refused(Why.OUT_OF_TIME));
    assertThat(decide(cloudflare(sub + ",\"exp\":" + (NOW - 60))))
        .isEqualTo(refused(Why.OUT_OF_TIME));
    assertThat(decide(cloudflare(sub + HOUR + ",\"nbf\":" + (NOW + 600))))
        .isEqualTo(refused(Why.OUT_OF_TIME));
    assertThat(decide(cloudflare(sub))).as("for ever").isEqualTo(refused(Why.OUT_OF_TIME));
    // RFC 7519 section 2 lets seconds have fractions, and Python's signers write them.
    assertThat(decide(cloudflare(sub + ",\"exp\":" + (NOW - 60) + ".9")))
        .isEqualTo(refused(Why.OUT_OF_TIME));
    assertThat(decide(cloudflare(sub + ",\"exp\":" + (NOW + 60) + ".9")))
        .isEqualTo(new Verdict.Allowed(false));
    String hour = livepeer(sub + HOUR);
    assertThat(decide(hour)).isEqualTo(new Verdict.Allowed(false));
    clock.advance(Duration.ofHours(2));
    assertThat(decide(hour)).isEqualTo(refused(Why.OUT_OF_TIME));
  }

  @Test
  @DisplayName("REL-85, LP-138 a key that is switched off or taken back ends its tokens at once")
  void revocation() {
    String token = livepeer("\"sub\":\"" + video.playbackId() + "\"" + HOUR);
    assertThat(decide(token)).isEqualTo(new Verdict.Allowed(false));
    keep.change(1, "test", "ec", "name", /* disabled= */ true);
    assertThat(decide(token)).isEqualTo(refused(Why.BAD_PROOF));
    keep.change(1, "test", "ec", "name", /* disabled= */ false);
    assertThat(decide(token)).isEqualTo(new Verdict.Allowed(false));
    keep.delete(1, "test", "ec");
    assertThat(decide(token)).isEqualTo(refused(Why.BAD_PROOF));
  }

  @Test
  @DisplayName("LP-148 a key knows when it was last used, to the minute")
  void lastSeen() {
    String token = livepeer("\"sub\":\"" + video.playbackId() + "\"" + HOUR);
    decide(token);
    assertThat(keys.byId("ec").orElseThrow().lastSeen()).isEqualTo(START);
    clock.advance(Duration.ofSeconds(30));
    decide(token);
    assertThat(keys.byId("ec").orElseThrow().lastSeen()).isEqualTo(START);
    clock.advance(Duration.ofSeconds(31));
    decide(token);
    assertThat(keys.byId("ec").orElseThrow().lastSeen()).isEqualTo(START.plusSeconds(61));
  }

  @Test
  @DisplayName("LP-135, CF-109 what is public is open with or without a token")
  void open() {
    Video open = video(Policy.Kind.PUBLIC, List.of());
    assertThat(mayWatch.decide(open, anonymous(), Use.WATCH)).isEqualTo(new Verdict.Allowed(true));
    assertThat(mayWatch.decide(open, viewer("nonsense"), Use.WATCH))
        .isEqualTo(new Verdict.Allowed(true));
  }

  @Test
  @DisplayName("what needs a token is closed without one; an access key is no token")
  void closed() {
    assertThat(mayWatch.decide(video, anonymous(), Use.WATCH)).isEqualTo(refused(Why.NO_PROOF));
    assertThat(mayWatch.decide(video, anonymous(), Use.LOOK)).isEqualTo(refused(Why.NO_PROOF));
    assertThat(decide(video, new Proof.AccessKey("k"))).isEqualTo(refused(Why.NO_PROOF));
  }

  @Test
  @DisplayName(
      "LP-139, LP-141 a gate decides; who shows no access key, and a gate that is away, are no")
  void gated() {
    Video gated = video(Policy.Kind.GATE, List.of());
    assertThat(mayWatch.decide(gated, anonymous(), Use.WATCH)).isEqualTo(refused(Why.NO_PROOF));
    assertThat(decide(gated, new Proof.AccessKey("k"))).isEqualTo(refused(Why.GATE_DOWN));
    gate = Gate.Answer.NO;
    assertThat(decide(gated, new Proof.AccessKey("k"))).isEqualTo(refused(Why.BLOCKED));
    gate = Gate.Answer.YES;
    assertThat(decide(gated, new Proof.AccessKey("k"))).isEqualTo(new Verdict.Allowed(false));
    assertThat(decide(gated, new Proof.Token("t"))).isEqualTo(refused(Why.NO_PROOF));
  }

  @Test
  @DisplayName("LP-143 origins are looked at before the token")
  void origins() {
    Video elsewhere = video(Policy.Kind.TOKEN, List.of("https://a.com"));
    assertThat(mayWatch.decide(elsewhere, viewer("x"), Use.WATCH))
        .isEqualTo(refused(Why.WRONG_ORIGIN));
  }

  @Test
  @DisplayName("GC-165 an account's own switch closes what is public; a signed address opens it")
  void protectedAddresses() {
    protectedAccount = true;
    Video open = video(Policy.Kind.PUBLIC, List.of());
    assertThat(mayWatch.decide(open, anonymous(), Use.WATCH)).isEqualTo(refused(Why.NO_PROOF));
    assertThat(decide(open, new Proof.SignedAddress(true, 1, NOW + 1)))
        .isEqualTo(new Verdict.Allowed(false));
    assertThat(decide(open, new Proof.SignedAddress(false, 1, NOW + 1)))
        .isEqualTo(refused(Why.BAD_PROOF));
    assertThat(decide(open, new Proof.SignedAddress(true, 2, NOW + 1)))
        .isEqualTo(refused(Why.BAD_PROOF));
    assertThat(decide(open, new Proof.SignedAddress(true, 1, NOW - 1)))
        .isEqualTo(refused(Why.OUT_OF_TIME));
    assertThat(decide(video, new Proof.SignedAddress(true, 1, NOW + 1)))
        .isEqualTo(refused(Why.NO_PROOF));
  }

  @Test
  @DisplayName("GC-166 encrypted HLS and pictures are for everybody, plain bytes are not")
  void encryptedAccount() {
    encrypted = true;
    Video open = video(Policy.Kind.PUBLIC, List.of());
    assertThat(mayWatch.decide(open, anonymous(), Use.CIPHER)).isEqualTo(new Verdict.Allowed(true));
    assertThat(mayWatch.decide(open, anonymous(), Use.LOOK)).isEqualTo(new Verdict.Allowed(true));
    assertThat(mayWatch.decide(open, anonymous(), Use.WATCH)).isEqualTo(refused(Why.NO_PROOF));
    assertThat(mayWatch.decide(open, anonymous(), Use.TAKE)).isEqualTo(refused(Why.NO_PROOF));
    assertThat(mayWatch.decide(video, anonymous(), Use.CIPHER)).isEqualTo(refused(Why.NO_PROOF));
    protectedAccount = true;
    assertThat(mayWatch.decide(open, anonymous(), Use.CIPHER)).isEqualTo(refused(Why.NO_PROOF));
    assertThat(mayWatch.decide(open, anonymous(), Use.LOOK)).isEqualTo(refused(Why.NO_PROOF));
  }

  private Verdict decide(String token) {
    return decide(token, Use.WATCH);
  }

  private Verdict decide(String token, Use use) {
    return mayWatch.decide(video, viewer(token), use);
  }

  private Verdict decide(Video of, Proof proof) {
    return mayWatch.decide(of, viewer(List.of(proof)), Use.WATCH);
  }

  private static Viewer anonymous() {
    return viewer(List.of());
  }

  private static Viewer viewer(String token) {
    return viewer(List.of(new Proof.Token(token)));
  }

  private static Viewer viewer(List<Proof> proofs) {
    return new Viewer(
        proofs,
        null,
        /* onOwnPage= */ false,
        InetAddress.ofLiteral("1.2.3.4"),
        null,
        "http://x/",
        Map.of());
  }

  private static Verdict refused(Why why) {
    return Verdict.refused(why);
  }

  private static Video video(Policy.Kind kind, List<String> origins) {
    Wishes wishes =
        new Wishes(
            new Policy(kind, null, null, null, origins),
            null,
            null,
            false,
            false,
            null,
            null,
            null);
    return Samples.video(1, 7, "video", wishes, new Source.Direct());
  }

  private KeepSigningKeys.Made make(long account, String id, SigningKey.Algorithm algorithm) {
    return keep.make(
        new KeepSigningKeys.Asked(
            account, id, id, "test", algorithm, /* limit= */ 10, "too many", /* kept= */ false));
  }

  private String livepeer(String claims) {
    String pub = Base64.getEncoder().encodeToString(pem(ec.pair()).getBytes(UTF_8));
    return signed(ec, "{\"alg\":\"ES256\",\"typ\":\"JWT\"}", claims + ",\"pub\":\"" + pub + "\"");
  }

  private String cloudflare(String claims) {
    return signed(rsa, "{\"alg\":\"RS256\",\"kid\":\"rsa\"}", claims);
  }

  private static String signed(KeepSigningKeys.Made by, String header, String claims) {
    try {
      String text = encode(header) + "." + encode("{" + claims + "}");
      Signature signature =
          Signature.getInstance(
              by.key().algorithm() == SigningKey.Algorithm.ES256
                  ? "SHA256withECDSAinP1363Format"
                  : "SHA256withRSA");
      signature.initSign(by.pair().getPrivate());
      signature.update(text.getBytes(UTF_8));
      return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String hmac(String header, String claims, String secret) throws Exception {
    String text = encode(header) + "." + encode("{" + claims + "}");
    javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
    mac.init(new javax.crypto.spec.SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
    byte[] sum = mac.doFinal(text.getBytes(UTF_8));
    return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(sum);
  }

  private String ecZeros(String claims) {
    String[] parts = livepeer(claims).split("\\.", -1);
    return parts[0]
        + "."
        + parts[1]
        + "."
        + Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]);
  }

  private static String jwk(KeyPair pair) {
    var key = (java.security.interfaces.RSAPublicKey) pair.getPublic();
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    return "{\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"%s\"}"
        .formatted(
            base64.encodeToString(key.getModulus().toByteArray()),
            base64.encodeToString(key.getPublicExponent().toByteArray()));
  }

  private static String encode(String json) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
  }

  private static String pem(KeyPair pair) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pair.getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }
}
