package slipway.json;

/** A text is no JSON, or not JSON of the expected shape. Its message is safe to show. */
public final class JsonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient JsonProblem problem;

  JsonException(JsonProblem problem) {
    super(problem.toString());
    this.problem = problem;
  }

  /** What is wrong, and where. */
  public JsonProblem problem() {
    return problem;
  }
}
