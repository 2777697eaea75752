package slipway.core.account;

import java.time.Instant;
import java.util.UUID;

/**
 * An owner of videos. Its ids in all three dialects are given at birth.
 *
 * @param number our number, also the client id that is a number elsewhere; from 1
 * @param userId id of the owner where ids are UUIDs
 * @param projectId id of the one implicit project
 * @param accountId 32 lower-case hexadecimal characters
 * @param suspended a suspended account is known but may do nothing
 */
public record Account(
    long number,
    String name,
    UUID userId,
    UUID projectId,
    String accountId,
    boolean suspended,
    Instant createdAt) {}
