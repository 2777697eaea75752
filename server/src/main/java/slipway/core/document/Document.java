package slipway.core.document;

import java.time.Instant;

/**
 * One document.
 *
 * @param number from 1, of all documents of the house; never given twice
 * @param kind what it is, in the words of the dialect that keeps it
 * @param body JSON text of an object
 */
public record Document(
    long number, long account, String kind, String body, Instant createdAt, Instant updatedAt) {

  Document with(String newBody, Instant at) {
    return new Document(number, account, kind, newBody, createdAt, at);
  }
}
