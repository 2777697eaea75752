package slipway.cli;

import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;
import slipway.app.StartFailure;

/** Says what went wrong in sentences; a stack trace is for what we did not foresee. */
final class Failures implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(Exception failure, CommandLine line, ParseResult result)
      throws Exception {
    line.getErr().println(sentence(failure).orElseThrow(() -> failure));
    return 1;
  }

  /** What there is to say of it, or nothing when we did not foresee it. */
  static Optional<String> sentence(Exception failure) {
    return failure instanceof StartFailure || failure instanceof IOException
        ? Optional.of("slipway: " + failure.getMessage())
        : Optional.empty();
  }
}
