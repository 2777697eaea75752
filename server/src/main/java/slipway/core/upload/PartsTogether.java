package slipway.core.upload;

/**
 * How far the parts of a whole are, each counted as often as the whole lists it.
 *
 * @param areSized whether the length of each is known
 * @param areFinished whether each is finished
 * @param bytes of those whose length is known
 */
public record PartsTogether(boolean areSized, boolean areFinished, long bytes) {}
