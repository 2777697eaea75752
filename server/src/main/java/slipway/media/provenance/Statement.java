package slipway.media.provenance;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What is said about a file: what it was made from, what was done, and who says so. A manifest is
 * this and the hash of the file, signed.
 *
 * @param id of this statement alone
 * @param title of the file
 * @param parent what it was made from
 * @param transcoded whether pictures or sound were encoded anew
 * @param generator which software says it
 * @param version of that software
 */
public record Statement(
    UUID id, String title, Parent parent, boolean transcoded, String generator, String version) {
  private static final int LONGEST_TITLE = 200;

  /** Cuts what is too long for a title. */
  public Statement {
    title = cut(title);
  }

  /**
   * The file that all was made from.
   *
   * @param id that stays the same in all statements about it
   * @param title as its owner calls it
   */
  public record Parent(UUID id, String title) {
    /** Cuts what is too long for a title. */
    public Parent {
      title = cut(title);
    }
  }

  /**
   * Signs a claim.
   *
   * @param <E> why it may not come about
   */
  @FunctionalInterface
  interface Seal<E extends Exception> {
    byte[] on(byte[] claim) throws E;
  }

  private static String cut(String title) {
    return title.length() > LONGEST_TITLE ? title.substring(0, LONGEST_TITLE) : title;
  }

  /**
   * The manifest store with this as its only manifest (MD-81, MD-82). Statements that differ in
   * nothing but hash and signature have stores of the same size.
   *
   * @param binding says which bytes the statement is about
   * @param seal signs the claim
   */
  <E extends Exception> byte[] store(BmffBinding binding, byte[] hash, Seal<E> seal) throws E {
    String label = "urn:c2pa:" + id;
    byte[] hashed = assertion("c2pa.hash.bmff.v3", binding.assertion(hash));
    byte[] ingredient = assertion("c2pa.ingredient.v3", ingredient());
    byte[] actions = assertion("c2pa.actions.v2", actions(Jumbf.hash(ingredient)));
    byte[] claim =
        Cbor.of(
            Ordered.map(
                "instanceID",
                "xmp:iid:" + id,
                "claim_generator_info",
                software(),
                "signature",
                "self#jumbf=/c2pa/" + label + "/c2pa.signature",
                "created_assertions",
                List.of(
                    reference("c2pa.hash.bmff.v3", Jumbf.hash(hashed)),
                    reference("c2pa.ingredient.v3", Jumbf.hash(ingredient)),
                    reference("c2pa.actions.v2", Jumbf.hash(actions))),
                "dc:title",
                title,
                "alg",
                Sha256.NAME));
    return Jumbf.superbox(
        "c2pa",
        "c2pa",
        Jumbf.superbox(
            "c2ma",
            label,
            Jumbf.superbox("c2as", "c2pa.assertions", hashed, ingredient, actions),
            Jumbf.cbor("c2cl", "c2pa.claim.v2", claim),
            Jumbf.cbor("c2cs", "c2pa.signature", seal.on(claim))));
  }

  private static byte[] assertion(String label, byte[] value) {
    return Jumbf.cbor("cbor", label, value);
  }

  private static Map<String, Object> reference(String label, byte[] hash) {
    return Ordered.map("url", "self#jumbf=c2pa.assertions/" + label, "hash", hash);
  }

  private Map<String, Object> software() {
    return Ordered.map("name", generator, "version", version);
  }

  /** The file that was sent to us (LP-168). */
  private byte[] ingredient() {
    return Cbor.of(
        Ordered.map(
            "relationship",
            "parentOf",
            "dc:title",
            parent.title(),
            "instanceID",
            "xmp:iid:" + parent.id()));
  }

  /** It begins with what was opened (MD-84) and ends with its publication (LP-168). */
  private byte[] actions(byte[] ingredientHash) {
    Map<String, Object> opened =
        action(
            "c2pa.opened",
            "parameters",
            Map.of("ingredients", List.of(reference("c2pa.ingredient.v3", ingredientHash))));
    Map<String, Object> changed = action(transcoded ? "c2pa.transcoded" : "c2pa.repackaged");
    return Cbor.of(Map.of("actions", List.of(opened, changed, action("c2pa.published"))));
  }

  private Map<String, Object> action(String name, Object... more) {
    Map<String, Object> action = Ordered.map("action", name, "softwareAgent", software());
    action.putAll(Ordered.map(more));
    return action;
  }
}
