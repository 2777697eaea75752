package slipway.media.captions;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A text track of a file.
 *
 * @param index its place among all tracks, from 0
 * @param language as the file says, usually ISO 639-2
 * @param title as the file says: anybody's text
 * @param srt the text, of any size; there until whoever was given it returns
 */
public record EmbeddedText(
    int index, Optional<String> language, Optional<String> title, Path srt) {}
