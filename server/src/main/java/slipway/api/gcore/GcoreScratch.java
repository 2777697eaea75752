package slipway.api.gcore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * Where large bodies lie while they are read.
 *
 * @param folder for what is of no use after a crash; made when needed
 * @param isFull whether a full disk explains a failure
 */
public record GcoreScratch(Path folder, Predicate<IOException> isFull) {}
