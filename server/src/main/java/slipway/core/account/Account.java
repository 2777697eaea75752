package slipway.core.account;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An owner of videos. Its ids in all three dialects are given at birth.
 *
 * @param number our number, also the client id that is a number elsewhere; from 1
 * @param userId id of the owner where ids are UUIDs
 * @param projectId id of the one implicit project
 * @param accountId 32 lower-case hexadecimal characters
 * @param quota bytes of files that it may store, {@code null} for as many as the settings say
 * @param suspended a suspended account is known but may do nothing
 */
public record Account(
    long number,
    String name,
    UUID userId,
    UUID projectId,
    String accountId,
    @Nullable Long quota,
    boolean suspended,
    Instant createdAt) {

  /** May store so many bytes from now on, {@code null} for as many as the settings say. */
  public Account withQuota(@Nullable Long bytes) {
    return new Account(number, name, userId, projectId, accountId, bytes, suspended, createdAt);
  }
}
