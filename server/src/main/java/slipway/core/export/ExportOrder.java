package slipway.core.export;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a task is to send where, and how much of it is done. Immutable.
 *
 * @param asked JSON text of what was asked for as the dialect wrote it, secrets included; {@code
 *     null} once they are needed no longer
 * @param told the same as it may be shown
 * @param sent how many blocks the other side has taken for good
 * @param request what a pinning service calls our wish
 * @param cid of the source, once it is known
 */
public record ExportOrder(
    UUID task,
    UUID video,
    Target target,
    @Nullable String asked,
    String told,
    long sent,
    @Nullable String request,
    @Nullable String cid,
    @Nullable String metadataCid) {

  /** Where to. */
  public enum Target {
    IPFS,
    /** An address of the caller's own. */
    ADDRESS,
    /** IPFS, by the caller's own account at Pinata. */
    PINATA
  }

  /** An order of which nothing is done yet. */
  public static ExportOrder fresh(UUID task, UUID video, Target target, String asked, String told) {
    return new ExportOrder(task, video, target, asked, told, 0, null, null, null);
  }

  /** The source's name is known; whatever was sent under another one does not count. */
  public ExportOrder named(String newCid) {
    return new ExportOrder(
        task, video, target, asked, told, newCid.equals(cid) ? sent : 0, request, newCid, null);
  }

  /** So many blocks are there. */
  public ExportOrder sent(long blocks) {
    return new ExportOrder(task, video, target, asked, told, blocks, request, cid, metadataCid);
  }

  /** A service was asked to pin it; {@code null} when that came to nothing. */
  public ExportOrder requested(@Nullable String id) {
    return new ExportOrder(task, video, target, asked, told, sent, id, cid, metadataCid);
  }

  /** It is done. */
  public ExportOrder done(@Nullable String metadata) {
    return new ExportOrder(task, video, target, null, told, sent, request, cid, metadata);
  }
}
