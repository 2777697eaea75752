package slipway.json;

/**
 * Why a text cannot be read.
 *
 * @param message for whoever sent the text; names no type of ours
 * @param line where the reader stopped, from 1; 0 when there is no such place
 * @param column as {@code line}
 */
public record JsonProblem(String message, int line, int column) {

  @Override
  public String toString() {
    return line == 0 ? message : message + " at line " + line + ", column " + column;
  }
}
